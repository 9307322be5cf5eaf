"""What moves the image and where it goes: waves, actions, priorities, competitors, maps."""
