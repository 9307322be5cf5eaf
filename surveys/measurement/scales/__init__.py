"""Whether items belong together and mean the same to all, and whether people agree."""
