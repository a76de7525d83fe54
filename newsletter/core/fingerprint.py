"""The hash of a frozen letter: what was previewed is what leaves, and the sender can prove it."""

import json
from dataclasses import asdict
from hashlib import sha256

from newsletter.core.content import CompiledLetter


def fingerprint(letter: CompiledLetter) -> str:
    """sha256 over a canonical JSON of subject, preview text, html, text, links, boundary and both encodings."""
    facts = {
        "subject": letter.subject,
        "preview_text": letter.preview_text,
        "html": letter.html,
        "text": letter.text,
        "link_table": [asdict(link) for link in letter.links],
        "boundary": letter.boundary,
        "text_encoding": letter.text_encoding.value,
        "html_encoding": letter.html_encoding.value,
    }
    canonical = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(canonical.encode("ascii")).hexdigest()
