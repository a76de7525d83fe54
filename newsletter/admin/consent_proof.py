"""Proof of one reader's consent, to print or as a file."""

from datetime import datetime

from django.http import JsonResponse
from django.shortcuts import render

from cms.core.calendar import tellable
from newsletter.admin.reader import ReasonedReaderPage
from newsletter.admin.readers_page import SEE_ADDRESS
from newsletter.consent_proofs import prove_consent
from newsletter.core.consent_proof import ACTION_WORDS, METHOD_WORDS
from newsletter.models import Subscription

STATE_WORDS = dict(Subscription.State.choices)


class ProofView(ReasonedReaderPage):
    """POST makes the proof: a page to print, or the file when that was chosen."""

    permission_required = SEE_ADDRESS

    def act(self, request, why):
        proof = prove_consent(self.reader, by=request.user, why=why)
        if request.POST.get("choice") == "file":
            told = JsonResponse(proof, json_dumps_params={"ensure_ascii": False, "indent": 2})
            told["Content-Disposition"] = f'attachment; filename="consent-{self.reader.short_id}.json"'
            return told
        return render(request, "newsletter/admin/consent_proof.html", {"proof": proof, **_readable(proof)})


def _readable(proof: dict) -> dict:
    """What the page says in words where the file has codes."""
    return {
        "made_at": datetime.fromisoformat(proof["made_at"]),
        "since": datetime.fromisoformat(proof["reader"]["since"]),
        "email_since": datetime.fromisoformat(proof["reader"]["email_since"]),
        "consents": [_consent(each) for each in proof["consents"]],
    }


def _consent(told: dict) -> dict:
    lines = [
        {
            **line,
            "what": ACTION_WORDS[line["action"]],
            "how": METHOD_WORDS[line["method"]],
            "given_on": tellable(datetime.fromisoformat(line["given_on"])),
            "recorded_at": datetime.fromisoformat(line["recorded_at"]),
        }
        for line in told["lines"]
    ]
    return {**told, "lines": lines, "state": STATE_WORDS[told["state"]]}
