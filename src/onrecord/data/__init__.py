"""Facts and word lists, and the sample articles."""
