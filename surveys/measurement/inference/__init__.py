"""How sure: means, shares and differences of groups, by means and by ranks, many at once."""
