"""What a log line may not hold: addresses of people, tokens that open a page, what stands behind a question mark.

The pair (address, newsletter) is treated like a medical record, and a token in a log is a key under the mat. Lines
should hold none to begin with; this is for those that others write: a path that was not found, a database's words
about a row, a server's answer.
"""

import re

ADDRESS, TOKEN, QUERY, SECRET = "[address]", "[token]", "[query]", "[secret]"

# No backslash: Django writes ü in a path as \xfc, and half an address would be left before it.
_NOT_LOCAL = r"""\s<>()\[\]{},;:"'=/|@`"""
_WRITTEN_OUT = r"(?:\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|%(?!40)[0-9A-Fa-f]{2})"
_LABEL = rf"""(?:[^\s<>()\[\]{{}},;:"'=/\\|@`.?&!%]|{_WRITTEN_OUT})+"""
_DOMAIN = rf"(?:\[[0-9A-Za-z.:]+\]|{_LABEL}(?:\.{_LABEL})*)"
_WORD = r"(?<![\w-])"

# Each begins where a run of letters begins, so that a long line costs no more than its length.
_RULES = [
    # Doors whose last step is a key, damaged or with letters too many: most of a token is nearly a token.
    (r"(/(?:c|m|a|u|p|r|letters)/)[^/\s?#\"'<>]{4,}", rf"\1{TOKEN}"),
    (r"(/password_reset/confirm/)[^\s?#\"'<>]+", rf"\1{TOKEN}"),
    (r"(?:(?<=[\w/.-])\?(?=[\w%+.~-]+=)|(?<=/)\?)[^\s\"'<>]+", f"?{QUERY}"),
    (r"(?i)(authorization['\"]?\s*[:=]\s*['\"]?)[^'\"\r\n]+", rf"\1{SECRET}"),
    (r"(?i)((?:sessionid|csrftoken|csrfmiddlewaretoken)['\"]?\s*[:=]\s*['\"]?)[\w-]+", rf"\1{SECRET}"),
    (rf'"[^"\n]{{1,64}}"@{_DOMAIN}', ADDRESS),
    (rf"(?<![^{_NOT_LOCAL}])[^{_NOT_LOCAL}]++@{_DOMAIN}", ADDRESS),
    (rf"(?i)(?<![\w.+%\\-])(?:[\w.+\\-]|%(?!40)[0-9A-Fa-f]{{2}})++%40{_DOMAIN}", ADDRESS),
    # Tokens that stand alone: 22, 25 or 41 letters of one in a URL, 40 or 50 of one in a mail address.
    (rf"{_WORD}(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*[\d-])(?:[\w-]{{22}}|[\w-]{{25}}|[\w-]{{41}})(?![\w-])", TOKEN),
    (rf"{_WORD}(?=[a-z2-7]*[2-7])(?=[2-7]*[a-z])(?:[a-z2-7]{{40}}|[a-z2-7]{{50}})(?![\w-])", TOKEN),
]
_COMPILED = tuple((re.compile(pattern), instead) for pattern, instead in _RULES)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")


def scrubbed(text: str) -> str:
    """The text without addresses, tokens, queries and secrets; its lines stay lines."""
    for pattern, instead in _COMPILED:
        text = pattern.sub(instead, text)
    return text


def one_line(text: str) -> str:
    """The text with its control characters written out, so that one event is one line."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
