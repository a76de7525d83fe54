from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings, strategies as st

from newsletter.core.content import CompiledLetter, Recipient, TransferEncoding
from newsletter.core.headers import HeaderRefused, SenderFacts
from newsletter.core.purposes import Purpose
from newsletter.core.wire import precompile, transfer_encoding
from newsletter.core.wire_check import parse_back, problems

FACTS = SenderFacts(
    from_name="Slow Letters",
    from_address="letters@news.example.org",
    site_url="https://news.example.org",
    bounce_domain="bounce.example.org",
    list_id="n7.news.example.org",
    feedback_id="i123:news:site:partwise",
    reply_to="mara@example.org",
    newsletter="Slow Letters",
    view_url="https://news.example.org/v/abc",
)
LETTER = CompiledLetter(
    subject="[[first_name|Friend]], part 2",
    preview_text="Coming back",
    html=(
        '<p title="[[first_name]]">Dear [[first_name|friend]],</p>\n'
        '.\nFrom here <a href="[[unsubscribe_url]]">leave</a>\n'
    ),
    text="Dear [[first_name|friend]],\n\n.dot and space \nFrom here: [[unsubscribe_url]]\n[[address_hint]]\n",
    boundary="=_0123456789abcdef0123456789abcdef",
)
ADA = Recipient(
    delivery_id="d1",
    subscription_id="s1",
    address="ada@example.org",
    name="Ada Lovelace",
    first_name="Ada",
    message_id="<abcdefghij@news.example.org>",
    date=datetime(2025, 6, 12, 7, tzinfo=UTC),
    envelope_token="e" * 40,
    unsubscribe_token="T" * 25,
    letter_token="L" * 41,
    mail_token="t" * 50,
)
HOSTILE = st.sampled_from(
    [
        "=?utf-8?q?x?=",
        "[[unsubscribe_url]]",
        '"><script>alert(1)</script>',
        "> <evil@x.example>",
        "--=_0123456789abcdef0123456789abcdef--",
        ".",
        "From me",
        "\u0625\u0633\u0631\u0627\u0621 " * 30,
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",
        "\u0928\u092e\u0938\u094d\u0924\u0947",
        "\x0b\x0c\x1c\x85\u2028",
        "=20=\t ",
        "zq00001qz",
        "",
    ]
)
NAMES = HOSTILE | st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=90)
ENCODINGS = st.sampled_from(TransferEncoding)


def built(letter, recipient, *, facts=FACTS):
    return precompile(letter, facts=facts).message(recipient)


def both(letter, encoding):
    return replace(letter, text_encoding=encoding, html_encoding=encoding)


@settings(max_examples=400, deadline=None)
@given(NAMES, ENCODINGS)
def test_a_message_reads_back_as_it_was_meant_whatever_the_reader_is_called(name, encoding):
    letter, reader = both(LETTER, encoding), replace(ADA, name=name, first_name=name)

    assert problems(built(letter, reader), letter=letter, recipient=reader, facts=FACTS) == ()


@settings(max_examples=200, deadline=None)
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


def test_two_attempts_give_identical_bytes():
    assert built(LETTER, ADA).data == built(LETTER, ADA).data


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


def test_list_unsubscribe_stands_byte_for_byte_in_the_wire():
    data = built(LETTER, ADA).data
    url = b"https://news.example.org/u/" + b"T" * 25

    assert b"\r\nList-Unsubscribe: <" + url + b">\r\n" in data


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
