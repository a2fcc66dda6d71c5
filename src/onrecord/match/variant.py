"""x."""
variant=None
