"""Charts: plain values in the order in which they are drawn, and where they stand."""
