"""People who do not all count the same: raking, and sums with weights."""
