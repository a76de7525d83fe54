"""Who followed a link of a letter: a person, a program, or nobody can tell. Asked of a request, and then forgotten."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Visit(StrEnum):
    HUMAN = "human"
    MACHINE = "machine"
    UNKNOWN = "unknown"


# What programs that open links of letters, or fetch pages for a preview, call themselves (looked up in November 2026).
_PROGRAMS = re.compile(
    r"bot\b|bot[/;_-]|crawl|spider|slurp|scan|preview|monitor|headless|phantomjs|python|curl|wget|libwww|httpclient"
    r"|http-client|okhttp|axios|node-fetch|java/|perl|ruby|php|facebookexternalhit|whatsapp|skypeuripreview|embedly"
    r"|barracuda|mimecast|proofpoint|symantec|trendmicro|cloudmark|fireeye|sophos|forcepoint|safelinks|urldefense"
    r"|googleimageproxy|yahoomailproxy|validator|checker|fetch",
    re.IGNORECASE,
)


def kind_of_visit(method: str, headers: Mapping[str, str], *, is_trap: bool) -> Visit:
    """`headers` by their names in any case. Who only looks at the head, or falls into the trap, is a program.

    A browser in which somebody pressed a link says that it navigates to a document (Fetch Metadata); one that is
    too old for that, or asks without encryption, may be anybody.
    """
    given = {name.lower(): value for name, value in headers.items()}
    agent = given.get("user-agent", "")
    ahead = "prefetch" in (given.get("sec-purpose", "") + given.get("purpose", "") + given.get("x-moz", ""))
    if is_trap or method != "GET" or ahead or not agent or _PROGRAMS.search(agent):
        return Visit.MACHINE
    navigates = given.get("sec-fetch-mode") == "navigate" and given.get("sec-fetch-dest") == "document"
    return Visit.HUMAN if navigates and agent.startswith("Mozilla/5.0") else Visit.UNKNOWN


def wants_no_counting(headers: Mapping[str, str]) -> bool:
    """Whether this browser asks not to be measured: Global Privacy Control, or the older Do Not Track."""
    given = {name.lower(): value for name, value in headers.items()}
    return given.get("sec-gpc") == "1" or given.get("dnt") == "1"
