"""What forms the image, what goes along with outcomes, what people tell and write."""
