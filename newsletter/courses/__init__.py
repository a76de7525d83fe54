"""A series by mail, part by part: its letters, its days, and the deeds of the people who run it."""
