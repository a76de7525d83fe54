"""The door for files of readers: opened, read without changing anything, applied, undone, forgotten."""
