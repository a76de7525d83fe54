"""A series that each reader starts at Part 1: which part is next, when it is due, and why then."""
