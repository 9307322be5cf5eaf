"""Profiles and the gaps between them: what may be said of an image."""
