from newsletter.core.preflight.clipping import GMAIL_CLIP_BYTES, check


def test_a_letter_at_the_limit_stops(a_letter):
    (finding,) = check(a_letter(html="x" * GMAIL_CLIP_BYTES))

    assert finding.check == "B9"


def test_what_counts_is_the_letter_of_the_reader_with_the_longest_values(a_letter):
    assert list(check(a_letter(html="x", filled_bytes=GMAIL_CLIP_BYTES)))
    assert not list(check(a_letter(html="x" * GMAIL_CLIP_BYTES, filled_bytes=GMAIL_CLIP_BYTES - 1)))


def test_a_letter_one_byte_shorter_passes(a_letter):
    assert not list(check(a_letter(html="x" * (GMAIL_CLIP_BYTES - 1))))


def test_bytes_are_counted_and_not_characters(a_letter):
    assert list(check(a_letter(html="\u0625" * (GMAIL_CLIP_BYTES // 2))))
