"""The same letter, made by Django's own mail classes: what a receiving program reads must be the same."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives
from hypothesis import assume, given, strategies as st

from newsletter.core.headers import NAME_CHARACTERS, cleaned
from newsletter.core.merge_fields import HEADER, HTML, TEXT, fill
from newsletter.core.quoted_printable import canonical
from newsletter.core.wire import precompile, values_for
from newsletter.core.wire_check import parse_back
from tests.newsletter.core.specimens import ADA, ENCODINGS, FACTS, LETTER, both, readers

ALIKE = ("Date", "Message-ID", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID")


def made_by_django(letter, reader):
    """Filled whole and encoded by Django. Where Django raises or decodes what was typed, it is given clean words."""
    values = values_for(reader, facts=FACTS)
    name = cleaned(reader.name)[:NAME_CHARACTERS].strip()
    message = EmailMultiAlternatives(
        subject=cleaned(fill(letter.subject, values, escape=HEADER)),
        body=canonical(fill(letter.text, values, escape=TEXT)),
        from_email=f"{FACTS.from_name} <{FACTS.from_address}>",
        to=[_quoted(name, reader.address)],
        headers={
            "Date": reader.date.strftime("%a, %d %b %Y %H:%M:%S +0000"),
            "Message-ID": reader.message_id,
            "List-Id": f"<{FACTS.list_id}>",
            "List-Unsubscribe": f"<{FACTS.site_url}/u/{reader.unsubscribe_token}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Feedback-ID": FACTS.feedback_id,
        },
    )
    message.attach_alternative(canonical(fill(letter.html, values, escape=HTML)), "text/html")
    return message.message().as_bytes(linesep="\r\n")


def _quoted(name, address):
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{address}>' if name else address


@given(st.lists(readers(), min_size=1, max_size=20), ENCODINGS)
def test_a_receiving_program_reads_what_django_would_have_written(crowd, encoding):
    letter = both(LETTER, encoding)
    wire = precompile(letter, facts=FACTS)

    for reader in crowd:
        assume("=?" not in reader.name + reader.first_name)  # Django decodes a reader who is called so
        ours, theirs = parse_back(wire.message(reader).data), parse_back(made_by_django(letter, reader))

        assert (ours.text, ours.html, ours.kinds) == (theirs.text, theirs.html, theirs.kinds)
        assert (ours.sender, ours.to) == (theirs.sender, theirs.to)
        assert {name: ours.headers[name] for name in ALIKE} == {name: theirs.headers[name] for name in ALIKE}
        assert ours.headers["Subject"] == theirs.headers["Subject"][:200]
        assert (ours.defects, theirs.defects) == ((), ())


@given(readers(), ENCODINGS)
def test_no_reader_adds_a_header_or_a_part(reader, encoding):
    letter = both(LETTER, encoding)
    names = [name for name, _ in _parsed(letter, reader).items()]

    assert names == [name for name, _ in _parsed(letter, ADA).items()]
    assert len(_parsed(letter, reader).get_payload()) == 2


@pytest.mark.parametrize("name", ["=?utf-8?q?x?=", "=?utf-8?b?QmNj?= <eve@example.org>"])
def test_a_reader_called_like_an_encoded_word_keeps_that_name_where_django_would_not(name):
    reader = replace(ADA, name=name)

    assert parse_back(precompile(LETTER, facts=FACTS).message(reader).data).to == (name, ADA.address)


def _parsed(letter, reader):
    return message_from_bytes(precompile(letter, facts=FACTS).message(reader).data, policy=policy.compat32)
