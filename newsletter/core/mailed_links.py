"""Links that leave by mail to one person and do one thing: what they are for, how long they live, how they are made.

The token is an HMAC over the row's random public id, so that a message can be built at the moment it leaves, and
again for a second try, while neither the ledger nor the row holds the token: only its hash is stored.
"""

import base64
import hmac
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256

from newsletter.core.retention import Kept, kept_for

TOKEN_BYTES = 16  # 128 bits


class LinkPurpose(StrEnum):
    CONFIRM = "confirm"
    MANAGE = "manage"
    ADDRESS = "address"


LIFE: Mapping[LinkPurpose, timedelta] = {
    LinkPurpose.CONFIRM: kept_for(Kept.UNCONFIRMED),
    LinkPurpose.MANAGE: timedelta(hours=1),
    LinkPurpose.ADDRESS: timedelta(hours=24),
}
"""How long a link opens its page; the page of one that is too old says how to go on."""

PATHS: Mapping[LinkPurpose, str] = {LinkPurpose.CONFIRM: "c", LinkPurpose.MANAGE: "m", LinkPurpose.ADDRESS: "a"}
"""Where each page lives, in one letter: neither the path nor the token says what somebody reads."""


def link_token(public_id: bytes, *, key: bytes) -> str:
    """22 characters for a URL; the same each time, and nobody without the key can make it."""
    digest = hmac.digest(key, public_id, sha256)[:TOKEN_BYTES]
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def token_hash(token: str) -> str:
    """What is stored of a token: 64 hexadecimal digits that open nothing."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def link_url(token: str, *, purpose: LinkPurpose, base_url: str) -> str:
    """The whole address; `base_url` has no slash at its end."""
    return f"{base_url}/{PATHS[purpose]}/{token}"
