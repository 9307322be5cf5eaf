"""Reference numbers from R, and the command that recomputes them."""
