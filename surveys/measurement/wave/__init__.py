"""All figures of a wave, put together."""
