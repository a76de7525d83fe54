"""The door for readers that leave as a file: asked for with a reason, made in the background, taken once."""
