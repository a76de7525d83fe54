"""The one door for questions to DNS."""

from collections.abc import Callable, Mapping

import dns.exception
import dns.name
import dns.rdata
import dns.resolver

from cms.core.names import Answer, Heard, Question

LONGEST_CHAIN = 12  # aliases; real ones are two or three
SILENCES = 3  # in a row: then this machine is offline, and nobody waits for the rest

SILENT = Answer(heard=Heard.SILENCE)


class Names:
    """Answers of the machine's own name servers; each question is asked once, and one that fails is no exception."""

    def __init__(self, *, timeout_s: float = 4.0) -> None:
        self._timeout_s = timeout_s
        self._heard: dict[Question, Answer] = {}
        self._silences = 0

    @property
    def is_offline(self) -> bool:
        """Nothing was heard several times in a row."""
        return self._silences >= SILENCES

    def answer(self, question: Question) -> Answer:
        """What is known of it; SILENCE where no clear answer came in time."""
        if question not in self._heard:
            self._heard[question] = SILENT if self.is_offline else self._asked(question)
        return self._heard[question]

    def _asked(self, question: Question) -> Answer:
        answer = _looked_up(question, self._timeout_s)
        self._silences = self._silences + 1 if answer is SILENT else 0
        if answer is not None:
            return answer
        # A server that follows aliases gives up on a circle as it does on a fault; one alias at a time shows which.
        circle = self._leads_to_itself(question.name)
        return Answer(heard=Heard.CIRCLE) if circle else SILENT

    def _leads_to_itself(self, name: str) -> bool:
        seen = {name.lower()}
        for _ in range(LONGEST_CHAIN):
            alias = _looked_up(Question(name, "CNAME"), self._timeout_s)
            if alias is None or not alias.values:
                return False
            name = alias.values[0]
            if name.lower() in seen:
                return True
            seen.add(name.lower())
        return True


def _looked_up(question: Question, timeout_s: float) -> Answer | None:
    """SILENT where nobody answered in time, None where name servers say that they cannot."""
    try:
        found = dns.resolver.resolve(
            dns.name.from_text(question.name), question.kind, lifetime=timeout_s, search=False, tcp=False
        )
    except dns.resolver.NXDOMAIN:
        return Answer(heard=Heard.NO_NAME)
    except dns.resolver.NoAnswer:
        return Answer(heard=Heard.NOTHING)
    except (dns.name.LabelTooLong, dns.name.NameTooLong, dns.name.EmptyLabel, dns.name.BadEscape, UnicodeError):
        return Answer(heard=Heard.NO_NAME)  # nobody could have such a name
    except dns.resolver.NoNameservers:
        return None
    except dns.exception.DNSException:
        return SILENT
    return Answer(heard=Heard.FOUND, values=tuple(_TEXTS.get(question.kind, str)(row) for row in found))


def _joined(row: dns.rdata.Rdata) -> str:
    """The strings of one TXT record, as every reader of SPF, DKIM and DMARC joins them."""
    return b"".join(row.strings).decode("utf-8", "replace")


def _exchange(row: dns.rdata.Rdata) -> str:
    return f"{row.preference} {_dotless(row.exchange)}"


def _target(row: dns.rdata.Rdata) -> str:
    return _dotless(row.target)


def _dotless(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()


_TEXTS: Mapping[str, Callable[[dns.rdata.Rdata], str]] = {
    "TXT": _joined,
    "MX": _exchange,
    "PTR": _target,
    "CNAME": _target,
}
