"""A reader who is erased while an import waits: their rows name nobody any more, and bar them all the same."""

from newsletter.conf import suppression_keys
from newsletter.core.subscriber_files.verdicts import SUPPRESSES, Verdict
from newsletter.core.tokens import address_hmac
from newsletter.models import StagedRow, Subscriber

ERASED = "The reader was erased meanwhile."


def forget_in_imports(reader: Subscriber) -> None:
    """Rows of files that wait: a yes is left out, a no is kept by the hash of the address."""
    for row in StagedRow.objects.filter(facts__email__iexact=reader.email):
        if row.verdict in SUPPRESSES:
            row.facts = {**{name: value for name, value in row.facts.items() if name != "email"}, **_hashed(reader)}
        else:
            row.verdict, row.reason, row.facts = Verdict.LEFT_OUT, ERASED, {}
        row.save(update_fields=["verdict", "reason", "facts"])


def _hashed(reader: Subscriber) -> dict[str, str]:
    key_id, key = list(suppression_keys().items())[-1]
    return {"hash": address_hmac(reader.email_key, key=key), "key": key_id}
