"""An audience in the words that a person may read: who may not see readers sees no number that points at one."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from newsletter.audience import Estimate
from newsletter.core.counts import count_words
from newsletter.core.rules.notation import written_rule
from newsletter.core.rules.tree import Rule
from newsletter.models import Issue
from newsletter.segments import MAY_SEE, estimate_rule, refusal


@dataclass(frozen=True, kw_only=True)
class ToldAudience:
    """What the schedule page says of it. `fingerprint` is of the rule: what was looked at is what is scheduled."""

    found: Estimate
    segment: str
    words: str
    fingerprint: str
    refusal: str = ""
    exactly: bool = True

    @property
    def recipients(self) -> str:
        """How many get it: 2 readers get, At least 1,000 readers get."""
        verb = "reader gets" if self.exactly and self.found.recipients == 1 else "readers get"
        return f"{self._number(self.found.recipients)} {verb}"

    @property
    def others(self) -> str:
        """What became of the rest of the newsletter's readers; nothing without a segment."""
        if not self.segment:
            return ""
        readers, others = self._number(self.found.readers), self._number(self.found.not_addressed)
        return f"Of {readers} readers of this newsletter, {others} are not in the segment."

    @property
    def doubt(self) -> str:
        """What this count does not know."""
        if not self.found.is_complete:
            return "Counting took too long and was stopped: there may be more of each."
        if not self.found.knows_suppressed:
            return "Addresses that must not be mailed are not taken out of these numbers yet; the start takes them out."
        return ""

    def _number(self, number: int) -> str:
        words = count_words(number, exactly=self.exactly)
        return words if self.found.is_complete else f"at least {words}"


def told_audience(issue: Issue, *, viewer, now: datetime) -> ToldAudience:
    """The audience of a draft with the segment that was chosen for it, or of an issue whose audience is frozen."""
    rule = _rule(issue)
    found = estimate_rule(issue.newsletter, rule, now=now, issue=issue)
    chosen = issue.is_draft and issue.segment
    return ToldAudience(
        found=found,
        segment=chosen.name if chosen else issue.audience["segment"] if issue.audience else "",
        words=chosen.words if chosen else issue.audience["words"] if issue.audience else "",
        fingerprint=fingerprint(rule),
        refusal=refusal(issue, by=viewer, found=found) if issue.is_draft else "",
        exactly=rule is None or viewer.has_perm(MAY_SEE),
    )


def fingerprint(rule: Rule | None) -> str:
    """Another rule has another one; everybody has none."""
    return sha256(repr(written_rule(rule)).encode()).hexdigest()[:16] if rule else ""


def _rule(issue: Issue) -> Rule | None:
    if not issue.is_draft:
        return issue.audience_rule
    return issue.segment.read if issue.segment else None
