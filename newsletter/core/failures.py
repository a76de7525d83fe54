"""What a log may say of something that failed."""

import traceback
from pathlib import Path


def where(failure: BaseException) -> list[str]:
    """The files and lines that it went through, and never its message: databases quote rows, which hold addresses."""
    frames = traceback.extract_tb(failure.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
