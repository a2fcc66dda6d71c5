"""The reader model: text to encoded windows, windows to scores, scores to spans."""
