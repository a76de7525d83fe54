from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from newsletter.core.content import TransferEncoding
from newsletter.core.headers import HeaderRefused
from newsletter.core.purposes import Purpose
from newsletter.core.wire import precompile, transfer_encoding
from newsletter.core.wire_check import parse_back, problems
from tests.newsletter.core.specimens import ADA, ENCODINGS, FACTS, LETTER, both, readers


def built(letter, recipient, *, facts=FACTS):
    return precompile(letter, facts=facts).message(recipient)


@given(st.lists(readers(), min_size=1, max_size=40), ENCODINGS)
def test_a_message_reads_back_as_it_was_meant_whoever_the_reader_is(crowd, encoding):
    letter = both(LETTER, encoding)
    wire = precompile(letter, facts=FACTS)

    for reader in crowd:
        assert problems(wire.message(reader), letter=letter, recipient=reader, facts=FACTS) == ()


@given(st.text(st.characters(codec="utf-8", exclude_characters="[]<>"), max_size=400), ENCODINGS)
def test_any_author_text_reads_back(text, encoding):
    letter = both(replace(LETTER, text=text, html=f"<p>{text}</p>[[first_name]]", subject="Plain"), encoding)

    assert problems(built(letter, ADA), letter=letter, recipient=ADA, facts=FACTS) == ()


@given(st.sampled_from(["Ada\r\nBcc: eve@example.org", "Ada\nSubject: x", "\x00Ada"]))
def test_a_line_end_in_a_name_never_becomes_a_header(name):
    with pytest.raises(HeaderRefused):
        built(LETTER, replace(ADA, name=name))


@pytest.mark.parametrize("address", ["a@b.example>\r\nRCPT TO:<evil@x.example", "a b@x.example", "ä@x.example"])
def test_an_address_that_could_forge_the_envelope_is_refused(address):
    with pytest.raises(HeaderRefused):
        built(LETTER, replace(ADA, address=address))


@given(readers(), readers(), ENCODINGS)
def test_two_attempts_give_identical_bytes_also_from_another_process_and_after_other_readers(reader, other, encoding):
    letter = both(LETTER, encoding)
    wire = precompile(letter, facts=FACTS)
    first = wire.message(reader)
    wire.message(other)

    assert wire.message(reader) == first
    assert built(letter, reader) == first


def test_the_envelope_names_the_delivery_and_the_reader():
    message = built(LETTER, ADA)

    assert message.envelope_from == f"b+{'e' * 40}@bounce.example.org"
    assert message.envelope_to == "ada@example.org"
    assert (message.delivery_id, message.receiver) == ("d1", "example.org")


def test_text_comes_first_and_html_second():
    read = parse_back(built(LETTER, ADA).data)

    assert read.kinds == ("multipart/alternative", "text/plain", "text/html")
    assert read.text.startswith("Dear Ada,")
    assert read.html.startswith('<p title="Ada">')


@pytest.mark.parametrize("length", range(20, 201, 9))
def test_list_unsubscribe_stands_byte_for_byte_in_the_wire_however_long_it_is(length):
    site = "https://a.example"
    reader = replace(ADA, unsubscribe_token="T" * (length - len(f"{site}/u/")))
    url = f"{site}/u/{reader.unsubscribe_token}".encode()

    data = built(LETTER, reader, facts=replace(FACTS, site_url=site)).data

    assert len(url) == max(length, 20)
    assert data.count(b"\r\nList-Unsubscribe: <" + url + b">\r\n") == 1
    assert data.count(b"List-Unsubscribe") == 3  # the line, and List-Unsubscribe-Post with its value


def test_leaving_by_mail_is_offered_where_somebody_reads_what_arrives():
    data = built(LETTER, ADA, facts=replace(FACTS, leaves_by_mail=True)).data

    line = data.partition(b"List-Unsubscribe: ")[2].partition(b"\r\nList-")[0]
    url = f"<{FACTS.site_url}/u/{ADA.unsubscribe_token}>"
    assert line.startswith(f"{url},\r\n <mailto:u+{ADA.mail_token}@bounce.example.org>".encode())
    assert b"mailto" not in built(LETTER, ADA).data


def test_a_confirmation_goes_without_list_headers():
    facts = replace(FACTS, purpose=Purpose.CONFIRMATION)
    message = built(LETTER, ADA, facts=facts)

    assert b"List-" not in message.data
    assert problems(message, letter=LETTER, recipient=ADA, facts=facts) == ()


def test_a_reader_named_like_a_field_gets_no_link():
    reader = replace(ADA, first_name="[[unsubscribe_url]]")
    letter = replace(LETTER, text="Dear [[first_name]]")

    assert parse_back(built(letter, reader).data).text == "Dear [[unsubscribe_url]]\n"


def test_the_self_test_sees_a_byte_that_changed():
    message = built(LETTER, ADA)
    broken = replace(message, data=message.data.replace(b"Dear", b"Deer"))

    assert problems(broken, letter=LETTER, recipient=ADA, facts=FACTS) == (
        "The text reads back differently.",
        "The html reads back differently.",
    )


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ((b"\r\n\r\n", b"\n\n"), "A line end is not CRLF."),
        ((b"\r\n=2Edot", b"\r\n.dot"), "A line begins with a dot or with From."),
        ((b"=20\r\n", b" \r\n"), "A line ends with a space."),
        ((b"Dear", b"Dear" * 40), "A body line is longer than 76."),
    ],
)
def test_the_self_test_knows_the_rules_of_lines(damage, words):
    message = built(LETTER, ADA)
    broken = replace(message, data=message.data.replace(*damage))

    assert words in problems(broken, letter=LETTER, recipient=ADA, facts=FACTS)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("A plain letter", TransferEncoding.QP),
        ("Liebe Grüße, wir lesen uns nächste Woche", TransferEncoding.QP),
        ("\u041f\u0440\u0438\u0432\u0435\u0442", TransferEncoding.BASE64),
        ("\u0928\u092e\u0938\u094d\u0924\u0947", TransferEncoding.BASE64),
        ("", TransferEncoding.QP),
    ],
)
def test_the_transfer_encoding_follows_the_share_of_other_scripts(text, encoding):
    assert transfer_encoding(text) is encoding


@pytest.mark.parametrize("boundary", ["", "=_short", "=_" + "Z" * 32, '=_"\r\nX: y'])
def test_a_boundary_that_an_author_could_guess_is_refused(boundary):
    with pytest.raises(HeaderRefused):
        precompile(replace(LETTER, boundary=boundary), facts=FACTS)


def test_a_letter_is_not_shown_in_a_traceback():
    assert "Dear" not in repr(built(LETTER, ADA))
    assert "Dear" not in repr(precompile(LETTER, facts=FACTS))
