"""Whether one of our own processes answers yet."""

import requests


def answers(url: str, *, timeout_s: float = 2.0) -> bool:
    """True when `url` gives a page without an error; a refused connection or a slow one is a no, not an exception."""
    try:
        return requests.get(url, timeout=timeout_s).ok
    except requests.RequestException:
        return False
