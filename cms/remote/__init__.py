"""The one door to other hosts."""
