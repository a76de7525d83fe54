"""Files of readers, of other systems and our own: bytes become rows, and each row one decision with a reason."""
