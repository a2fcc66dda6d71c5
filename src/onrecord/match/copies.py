"""x."""
copies=None
