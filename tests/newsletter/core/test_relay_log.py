from newsletter.core.relay_log import accepted_message_ids

ACCEPTED = """\
Nov 25 07:00:01 mx postfix/smtpd[11]: 4A3B2C: client=localhost[127.0.0.1]
Nov 25 07:00:01 mx postfix/cleanup[12]: 4A3B2C: message-id=<abc@letters.example.org>
Nov 25 07:00:01 mx postfix/qmgr[13]: 4A3B2C: from=<b+tok@bounce.example.org>, size=5120, nrcpt=1 (queue active)
Nov 25 07:00:02 mx postfix/qmgr[13]: 4A3B2C: removed
"""
BROKEN_OFF = """\
Nov 25 07:00:03 mx postfix/cleanup[12]: 5B6C7D: message-id=<gone@letters.example.org>
Nov 25 07:00:03 mx postfix/smtpd[11]: lost connection after DATA (5120 bytes) from localhost[127.0.0.1]
"""


def read(text):
    return list(accepted_message_ids(text.splitlines()))


def test_a_queue_file_that_became_active_was_accepted():
    assert read(ACCEPTED) == ["<abc@letters.example.org>"]


def test_a_message_id_that_was_seen_before_the_line_broke_proves_nothing():
    assert read(BROKEN_OFF) == []


def test_a_message_that_is_queued_again_later_counts_once():
    again = (
        "Nov 25 08:00:01 mx postfix/qmgr[13]: 4A3B2C: from=<b@bounce.example.org>, size=5120, nrcpt=1 (queue active)"
    )

    assert read(ACCEPTED + again) == ["<abc@letters.example.org>"]


def test_two_messages_that_arrive_at_once_are_kept_apart():
    mixed = [line for pair in zip(ACCEPTED.splitlines(), BROKEN_OFF.splitlines() * 2, strict=True) for line in pair]

    assert list(accepted_message_ids(mixed)) == ["<abc@letters.example.org>"]


def test_other_programs_and_torn_lines_are_passed_over():
    assert read("dovecot: message-id=<x@example.org>\nNov 25 postfix/cleanup[12]: \n\x00\n") == []
