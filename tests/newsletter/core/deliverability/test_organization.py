"""DMARC's walk, with answers out of a dict; the zones say the rest."""

from cms.core.names import Answer, Heard, conduct
from newsletter.core.deliverability.organization import standing

NO = Answer(heard=Heard.NO_NAME)


def walked(domain, records):
    asked = []

    def answer(question):
        asked.append(question.name)
        text = records.get(question.name)
        return Answer(heard=Heard.FOUND, values=(text,)) if text else NO

    return conduct(standing(domain), answer=answer), asked


def test_a_long_name_is_asked_eight_times_at_most():
    """The example of RFC 9989 4.10: from nine labels to the last seven at once."""
    _, asked = walked("a.b.c.d.e.f.g.h.i.j.mail.example.com", {})

    assert asked[:2] == ["_dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com", "_dmarc.g.h.i.j.mail.example.com"]
    assert len(asked) == 8
    assert asked[-1] == "_dmarc.com"


def test_the_organization_is_the_highest_domain_with_a_record():
    records = {"_dmarc.a.mail.example.com": "v=DMARC1; p=none", "_dmarc.example.com": "v=DMARC1; p=reject"}
    found, _ = walked("a.mail.example.com", records)

    assert found.organization == "example.com"
    assert found.placed.domain == "a.mail.example.com"


def test_psd_n_ends_the_walk():
    records = {"_dmarc.mail.example.com": "v=DMARC1; p=none; psd=n", "_dmarc.example.com": "v=DMARC1; p=none"}
    found, asked = walked("a.mail.example.com", records)

    assert found.organization == "mail.example.com"
    assert asked == ["_dmarc.a.mail.example.com", "_dmarc.mail.example.com"]


def test_below_a_suffix_the_organization_is_one_label_longer():
    found, _ = walked("a.b.giant.bank.example", {"_dmarc.bank.example": "v=DMARC1; p=reject; psd=y"})

    assert found.organization == "giant.bank.example"
    assert found.placed.domain == "bank.example"


def test_without_any_record_a_domain_stands_alone():
    found, _ = walked("mail.example.com", {})

    assert (found.organization, found.placed) == ("mail.example.com", None)
