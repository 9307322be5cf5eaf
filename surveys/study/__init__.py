"""From answers and choices to every figure, with all that it takes to make it again."""
