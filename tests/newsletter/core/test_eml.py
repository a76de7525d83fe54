from hypothesis import example, given, strategies as st

from newsletter.core.eml import read_letter

MESSAGE = (
    b"Delivered-To: ada@example.org\r\nFrom: Mara <letters@example.org>\r\nTo: ada@example.org\r\n"
    b"Subject: =?utf-8?q?Caf=C3=A9?=\r\nDate: Thu, 04 Jun 2026 06:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
    b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello\r\n"
    b"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><head></head><body>Hello</body></html>\r\n--b--\r\n"
)


def test_a_message_is_read_as_a_mail_program_reads_it():
    letter = read_letter("abc", MESSAGE)

    assert (letter.subject, letter.to, letter.text) == ("Café", "ada@example.org", "Hello")
    assert letter.date.isoformat() == "2026-06-04T06:00:00+00:00"
    assert '<head><base target="_top">' in letter.framed


@given(st.binary(max_size=400))
def test_whatever_lies_in_the_folder_can_be_looked_at(data):
    letter = read_letter("abc", data)

    assert letter.name == "abc"
    assert letter.date.tzinfo


@given(st.sampled_from([b"Subject: ", b"Date: ", b"From: ", b"To: ", b"Content-Type: "]), st.binary(max_size=80))
@example(b"Subject: ", b"\rMessage-ID:<")
def test_odd_headers_raise_nothing(header, value):
    assert read_letter("abc", header + value + b"\r\n\r\nHello").name == "abc"
