"""The normal form of an address, and the key by which two addresses are the same reader."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import idna

from cms.core.marked import gettext_noop

LOCAL_PART_OCTETS = 64  # RFC 5321 4.5.3.1.1
ADDRESS_OCTETS = 254  # RFC 5321 4.5.3.1.3 with RFC errata 1690
DOMAIN_LABELS = 2  # a reader's domain has a dot

_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")


class AddressRefused(ValueError):  # noqa: N818 - the house names exceptions by what happened
    """Not an address that we can write to; the message is meant for the person who typed it."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """`mailbox` is what we write to (domain as A-label), `key` is what we compare."""

    mailbox: str
    key: str


def normal_form(given: str) -> Address:
    """The address a person meant. Raises AddressRefused with words for that person."""
    local, domain = _halves(_bare(given))
    _check_local(local)
    mailbox = f"{local}@{_a_label(domain)}"
    if len(mailbox) > ADDRESS_OCTETS:
        raise AddressRefused(gettext_noop("This address is longer than 254 characters, and mail cannot carry that."))
    return Address(mailbox=mailbox, key=mailbox.lower())


def email_key(given: str) -> str:
    """The key for comparing: lower-cased local part and A-label domain. Raises AddressRefused."""
    return normal_form(given).key


def _bare(given: str) -> str:
    text = unicodedata.normalize("NFC", given).strip()
    if text.lower().startswith("mailto:"):
        text = text[len("mailto:") :].strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1].strip()
    if not text:
        raise AddressRefused(gettext_noop("Please type your email address."))
    if _UNSEEN.search(text):
        raise AddressRefused(gettext_noop("This address holds an invisible character. Please type it by hand."))
    if any(character.isspace() for character in text):
        raise AddressRefused(gettext_noop("This address holds a space. Please take the space out."))
    return text


def _halves(text: str) -> tuple[str, str]:
    count = text.count("@")
    if count == 0:
        raise AddressRefused(gettext_noop("An address has an @ between the name and the domain, like ada@example.org."))
    if count > 1:
        raise AddressRefused(
            gettext_noop("This looks like more than one address: there is a second @. Please give one.")
        )
    local, _, domain = text.partition("@")
    if not local:
        raise AddressRefused(gettext_noop("The part before the @ is missing."))
    if not domain:
        raise AddressRefused(gettext_noop("The part after the @ is missing."))
    return local, domain


def _check_local(local: str) -> None:
    if not local.isascii():
        raise AddressRefused(
            gettext_noop(
                "We cannot yet write to an address with letters beyond a-z before the @. Please give another one."
            )
        )
    if len(local) > LOCAL_PART_OCTETS:
        raise AddressRefused(
            gettext_noop("The part before the @ is longer than 64 characters, and mail cannot carry that.")
        )
    if not _DOT_ATOM.fullmatch(local):
        raise AddressRefused(
            gettext_noop("Please look at the part before the @: it holds a character or a dot that cannot be there.")
        )


@lru_cache(maxsize=4096)  # readers share few domains
def _a_label(domain: str) -> str:
    try:
        label = idna.encode(domain.rstrip("."), uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise AddressRefused(gettext_noop("Please look at the part after the @: this is not a domain.")) from error
    labels = label.split(".")
    if len(labels) < DOMAIN_LABELS or labels[-1].isdigit():
        raise AddressRefused(gettext_noop("The part after the @ needs an ending, like example.org."))
    return label
