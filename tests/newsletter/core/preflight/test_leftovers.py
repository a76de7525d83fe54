import pytest

from newsletter.core.preflight.leftovers import check


def test_known_fields_with_fallbacks_pass(a_letter):
    letter = a_letter(body="<p>Dear [[first_name|friend]], of [[newsletter]]</p>", nameless=9)

    assert not list(check(letter))


@pytest.mark.parametrize("code", ["[[surname]]", "[[first_name", "{{ name }}", "*|FNAME|*", "%%first_name%%"])
def test_leftover_code_stops_with_its_block(a_letter, code):
    (finding,) = check(a_letter(body=f"<p>Dear {code} of ours</p>"))

    assert (finding.check, finding.block_id) == ("B4", "block-1")


def test_leftover_code_in_the_subject_names_the_subject(a_letter):
    (finding,) = check(a_letter(subject="Dear {{ name }}"))

    assert finding.field == "subject"


def test_a_field_that_some_readers_lack_needs_a_fallback(a_letter, said):
    letter = a_letter(body="<p>Dear [[first_name]]</p>", nameless=3)

    assert "3 readers have no name" in said(check, letter)


def test_a_field_that_every_reader_has_needs_none(a_letter):
    assert not list(check(a_letter(body="<p>Dear [[first_name]]</p>", nameless=0)))


def test_a_slot_that_was_not_filled_stops(a_letter, said):
    assert "zq00042qz" in said(check, a_letter(footer="zq00042qz"))


def test_an_author_may_write_a_word_like_a_slot(a_letter):
    assert not list(check(a_letter(body="<p>zq00042qz</p>")))


def test_a_passage_in_html_and_text_is_one_finding(a_letter):
    assert len(list(check(a_letter(body="<p>{{ x }}</p>", text="{{ x }}")))) == 1
