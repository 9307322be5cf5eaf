"""Encoded answers and their sums, which add up: what every figure is made from."""
