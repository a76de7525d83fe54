"""Where the player of a video host lies that can stand inside a page, from the address of the video's own page."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

_YOUTUBE = "https://www.youtube-nocookie.com/embed/{}?autoplay=1&rel=0"
_VIMEO = "https://player.vimeo.com/video/{}?autoplay=1&dnt=1"
_PLAYERS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "youtube.com": (re.compile(r"/(?:embed|shorts|live)/([\w-]{6,20})"), _YOUTUBE),
    "youtube-nocookie.com": (re.compile(r"/embed/([\w-]{6,20})"), _YOUTUBE),
    "youtu.be": (re.compile(r"/([\w-]{6,20})"), _YOUTUBE),
    "vimeo.com": (re.compile(r"/(\d{5,12})"), _VIMEO),
    "player.vimeo.com": (re.compile(r"/video/(\d{5,12})"), _VIMEO),
}


def player_of(url: str) -> str:
    """The player's address, which plays at once and sets as few cookies as its host allows; empty for other hosts."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host not in _PLAYERS:
        return ""
    pattern, player = _PLAYERS[host]
    asked = parse_qs(parts.query).get("v", [""])[0] if parts.path == "/watch" else ""
    found = pattern.fullmatch(parts.path.rstrip("/")) or re.fullmatch(r"([\w-]{6,20})", asked)
    return player.format(found[1]) if found else ""
