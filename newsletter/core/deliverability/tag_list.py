"""Records made of tags, such as v=DKIM1; k=rsa; p=...: DKIM's (RFC 6376 3.2) and DMARC's (RFC 9989)."""

import re
from collections.abc import Mapping

_TAG = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*=\s*(.*?)\s*", re.DOTALL)


class TagsBroken(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """The record is no list of tags; the message names the place."""


def tags(text: str) -> Mapping[str, str]:
    """Each tag with its value, in their order, names in lower case. Raises TagsBroken."""
    found: dict[str, str] = {}
    pieces = text.split(";")
    for at, piece in enumerate(pieces):
        if not piece.strip() and at == len(pieces) - 1:
            continue  # one may stand at the end
        tag = _TAG.fullmatch(piece)
        if not tag:
            raise TagsBroken(f"“{piece.strip()[:40]}” is not of the form name=value.")
        name = tag[1].lower()
        if name in found:
            raise TagsBroken(f"The tag {name} stands twice.")
        found[name] = tag[2]
    return found
