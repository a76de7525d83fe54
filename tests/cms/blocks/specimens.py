"""One nasty value for every block: characters that break escaping, and scripts that break layouts."""

NASTY = "<b>5 < 6</b> & \"double\" 'single' no\u00a0break 👩\u200d💻 हिन्दी العربية ]]> {{ x }} [[x]] zq00000qz"
RICH = (
    '<p data-block-key="a1">5 &lt; 6 &amp; <b>bold</b> <i>it</i> no\u00a0break 👩\u200d💻 हिन्दी العربية'
    '<br/>{{ x }} [[x]] zq00001qz <a href="https://example.org/?a=1&amp;copy=3">a &quot;link&quot;</a></p>'
    "<p>Second <script>alert(1)</script>paragraph</p>"
)
RICH_LIST = RICH + "<ul><li>one</li><li>two</li></ul>"
COMMON = {"anchor": "a-place", "shown_in": "everywhere"}

SPECIMENS = {
    "heading": {"text": NASTY, "level": "2", "kind": "question"},
    "text": {"body": RICH, "role": "lead"},
    "list": {"intro": RICH, "marker": "check", "purpose": "signs", "items": [RICH, "<p>short</p>"]},
    "steps": {
        "intro": RICH,
        "numbered": True,
        "items": [{"title": NASTY, "body": RICH_LIST}, {"title": "Second", "body": ""}],
    },
    "is_not": {
        "heading": NASTY,
        "subject": NASTY,
        "items": [
            {"side": "is", "statement": NASTY, "explanation": RICH},
            {"side": "is_not", "statement": "short", "explanation": ""},
        ],
    },
    "quote": {
        "cue": NASTY,
        "text": f"{NASTY}\nsecond line",
        "kind": "definition",
        "term": NASTY,
        "person": NASTY,
        "work": NASTY,
        "year": "1871 & 1872",
        "url": "https://example.org/?a=1&copy=3",
        "checked": "verified",
        "style": "pull",
    },
    "voices": {"kind": "overheard", "turns": [{"cue": NASTY, "line": NASTY}, {"cue": "", "line": "short"}]},
    "cards": {
        "intro": RICH,
        "labels": {"voice": "says & means", "note": "<learned>"},
        "display": "cards",
        "items": [{"name": NASTY, "voice": NASTY, "note": RICH}, {"name": "short", "voice": "", "note": ""}],
    },
    "vignette": {"label": NASTY, "body": RICH, "people": NASTY, "basis": "composite"},
    "note": {"kind": "content", "title": NASTY, "body": RICH},
    "action": {
        "title": NASTY,
        "body": RICH,
        "label": NASTY,
        "target": {"page": None, "url": "https://example.org/?a=1&copy=3", "mail": "", "phone": "", "form": ""},
        "kind": "book",
    },
    "resources": {
        "title": NASTY,
        "kind": "references",
        "items": [
            {
                "citation": RICH,
                "title": NASTY,
                "creators": NASTY,
                "year": "1999",
                "publisher": NASTY,
                "url": "https://example.org/?a=1&copy=3",
                "note": NASTY,
            },
            {
                "citation": "",
                "title": "A plain title",
                "creators": "Somebody",
                "year": "2001",
                "publisher": "",
                "url": "",
                "note": "",
            },
        ],
    },
    "related": {"title": NASTY, "intro": RICH, "articles": [], "auto": "topic"},
    "image": {"image": {"image": 1, "decorative": False, "alt_text": NASTY}, "caption": NASTY, "credit": NASTY},
    "video": {
        "url": "https://videos.example.org/watch?v=1&copy=3",
        "title": NASTY,
        "summary": RICH,
        "speaker": NASTY,
        "duration": "12:30",
        "transcript": f"{NASTY}\n\nSecond paragraph",
        "poster": 1,
    },
}


def specimen(slug: str) -> dict:
    """The stored value of one block, every field filled with what is hard to show."""
    return {**SPECIMENS[slug], **COMMON}
