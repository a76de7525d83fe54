from dataclasses import replace
from email.header import decode_header, make_header

import pytest
from hypothesis import given, strategies as st

from newsletter.core.headers import (
    HeaderRefused,
    encoded_words,
    list_unsubscribe_line,
    mailbox,
    mailbox_line,
    phrase,
    recipient_lines,
    static_lines,
    subject_line,
)
from newsletter.core.purposes import Purpose
from tests.newsletter.core.specimens import ADA, FACTS


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_encoded_words_decode_to_the_text_and_stay_short(text):
    words = encoded_words(text)

    assert "".join(str(make_header(decode_header(words.replace("\r\n", ""))))) == text if text else words == ""
    assert all(len(word) <= 75 for word in words.split())


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("Lovelace, Ada", '"Lovelace, Ada"'),
        ('Ada "the" First', '"Ada \\"the\\" First"'),
        ("A  B", '"A  B"'),
        ("a@b.example", '"a@b.example"'),
    ],
)
def test_a_safe_name_stays_readable(name, written):
    assert phrase(name) == written


@pytest.mark.parametrize(
    "name", ["=?utf-8?q?x?=", "Mehr =? davon", "Esra \u0625\u0633\u0631\u0627\u0621", "\U0001f98a"]
)
def test_a_name_that_a_client_would_decode_is_encoded(name):
    assert str(make_header(decode_header(phrase(name)))) == name


@pytest.mark.parametrize("name", ["Ada\r\nBcc: eve@example.org", "Ada\nX: y", "Ada\x00"])
def test_a_name_with_a_line_end_is_refused(name):
    with pytest.raises(HeaderRefused):
        phrase(name)


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example> <evil@x",
        "a@b.example\r\nRCPT TO:<x>",
        "a b@x.example",
        "a",
        "a@b,c",
        "\u00e4@b.example",
        "a@b\x00",
    ],
)
def test_an_address_that_could_be_two_is_refused(address):
    with pytest.raises(HeaderRefused):
        mailbox(address)


def test_a_long_name_is_cut_and_folded_before_the_address():
    line = mailbox_line("To", name="\u0625" * 200, address="esra@example.org")

    assert line.endswith("\r\n <esra@example.org>")
    assert all(len(part) <= 78 for part in line.split("\r\n"))


def test_a_plain_subject_stays_plain():
    assert subject_line(["Part 2: ", "Ada", ", coming back"]) == "Subject: Part 2: Ada, coming back"


def test_a_value_never_shares_an_encoded_word_with_its_neighbours():
    line = subject_line(["Dear ", "\u0625\u0633\u0631\u0627\u0621", ","])
    words = line.removeprefix("Subject: ").split("\r\n ")

    assert [str(make_header(decode_header(word))) for word in words] == ["Dear ", "\u0625\u0633\u0631\u0627\u0621", ","]


@given(st.lists(st.text(max_size=100), max_size=4))
def test_no_subject_can_begin_a_second_header(pieces):
    line = subject_line(pieces)

    assert line.isascii()
    assert all(part.startswith((" ", "Subject: ")) for part in line.split("\r\n"))
    assert "\n" not in line.replace("\r\n ", "")


@pytest.mark.parametrize("length", [20, 60, 77, 120, 200])
def test_list_unsubscribe_is_raw_and_never_folded(length):
    url = "https://news.example.org/u/".ljust(length, "T")

    assert list_unsubscribe_line(url) == f"List-Unsubscribe: <{url}>"


def test_the_second_way_to_leave_is_folded_after_the_comma_and_nowhere_else():
    line = list_unsubscribe_line("https://news.example.org/u/" + "T" * 25, mail=f"u+{'t' * 50}@bounce.news.example.org")

    first, second = line.split("\r\n")
    assert first == f"List-Unsubscribe: <https://news.example.org/u/{'T' * 25}>,"
    assert second == f" <mailto:u+{'t' * 50}@bounce.news.example.org>"


@pytest.mark.parametrize("mail", ["u+a b@x.example", "u+a>,<b@x.example", "u+ä@x.example"])
def test_a_second_way_that_needs_encoding_is_refused(mail):
    with pytest.raises(HeaderRefused):
        list_unsubscribe_line("https://x/u/T", mail=mail)


@pytest.mark.parametrize("url", ["https://x/ y", "https://x/>,<y", "https://x/\u00e4", ""])
def test_an_unsubscribe_address_that_needs_encoding_is_refused(url):
    with pytest.raises(HeaderRefused):
        list_unsubscribe_line(url)


def test_an_issue_has_all_list_headers_and_is_not_called_automatic():
    lines = [*static_lines(FACTS), *recipient_lines(ADA, facts=FACTS)]
    names = [line.split(":")[0] for line in lines]

    assert {"List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID"} <= set(names)
    assert "Auto-Submitted" not in names
    assert len(names) == len(set(names))


def test_a_confirmation_has_no_list_headers_and_is_called_automatic():
    facts = replace(FACTS, purpose=Purpose.CONFIRMATION)
    lines = [*static_lines(facts), *recipient_lines(ADA, facts=facts)]

    assert not any(line.startswith("List-") for line in lines)
    assert "Auto-Submitted: auto-generated" in lines


def test_a_header_fact_that_is_not_plain_is_refused():
    with pytest.raises(HeaderRefused):
        static_lines(replace(FACTS, feedback_id="i1: x\r\ny"))
