"""Training of the reader model; needs torch, and is not shipped."""
