"""What the doors share."""
