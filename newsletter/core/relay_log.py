"""What a relay's log proves: which messages it took responsibility for. The lines are Postfix's.

Postfix logs a Message-ID (`cleanup`) while the body still arrives, so that line alone proves nothing: the sender may
have hung up before the final dot. Only a queue file that became active (`qmgr`) was accepted.
"""

import re
from collections.abc import Iterable, Iterator

_LINE = re.compile(r"postfix\S*/(?P<program>cleanup|qmgr)\[\d+\]: (?P<queue>[0-9A-Za-z]+): (?P<words>.*)")
_MESSAGE_ID = re.compile(r"message-id=(<[^<>\s]+>)")
_ACTIVE = re.compile(r"from=<.*>, size=\d+, nrcpt=\d+ \(queue active\)")


def accepted_message_ids(lines: Iterable[str]) -> Iterator[str]:
    """The Message-IDs, with their brackets, of the messages that the relay accepted, in the order of acceptance."""
    arriving: dict[str, str] = {}
    for line in lines:
        found = _LINE.search(line)
        if found is None:
            continue
        if found["program"] == "cleanup" and (named := _MESSAGE_ID.match(found["words"])):
            arriving[found["queue"]] = named[1]
        elif found["queue"] in arriving and _ACTIVE.match(found["words"]):
            yield arriving.pop(found["queue"])
