"""One module for each kind of page: what was asked for goes in, a context comes out."""
