"""What a letter that came back says of its reader, and what it does not."""

from email import message_from_bytes

import pytest

from newsletter.core.bounces import final_class, read_bounce
from newsletter.core.delivery_state import Reason
from newsletter.core.news import Kind
from newsletter.core.replies import Effect
from tests.newsletter.core.returned import holiday, prose, report


def read(raw):
    return read_bounce(message_from_bytes(raw))


@pytest.mark.parametrize("enhanced", ["5.1.1", "5.1.3", "5.1.6", "5.1.10", "5.2.1"])
def test_an_address_that_does_not_exist_is_hard(enhanced):
    news = read(report(status=enhanced, diagnostic=f"smtp; 550 {enhanced} no"))

    assert (news.kind, news.reason, news.effect) == (Kind.BOUNCED, Reason.HARD, Effect.SUPPRESS)


@pytest.mark.parametrize(
    ("code", "enhanced", "reason", "effect"),
    [
        (556, "", Reason.HARD, Effect.SUPPRESS),
        (550, "5.1.2", Reason.HARD, Effect.SUPPRESS_LATER),
        (550, "5.7.1", Reason.POLICY, Effect.COUNT_POLICY),
        (550, "5.7.26", Reason.POLICY, Effect.COUNT_POLICY),
        (550, "5.7.515", Reason.POLICY, Effect.COUNT_POLICY),
        (554, "5.5.0", Reason.POLICY, Effect.COUNT_POLICY),
        (554, "5.6.0", Reason.POLICY, Effect.COUNT_POLICY),
        (552, "5.3.4", Reason.POLICY, Effect.COUNT_POLICY),
        (0, "4.7.0", Reason.POLICY, Effect.COUNT_POLICY),
        (552, "5.2.2", Reason.SOFT, Effect.COUNT_BOUNCE),
        (0, "4.4.7", Reason.SOFT, Effect.COUNT_BOUNCE),
        (0, "4.2.2", Reason.SOFT, Effect.COUNT_BOUNCE),
        (451, "", Reason.SOFT, Effect.COUNT_BOUNCE),
        (550, "", Reason.UNKNOWN, Effect.COUNT_BOUNCE),
        (0, "", Reason.UNKNOWN, Effect.COUNT_BOUNCE),
        (550, "5.0.0", Reason.UNKNOWN, Effect.COUNT_BOUNCE),
    ],
)
def test_each_class_does_what_its_row_of_the_table_says(code, enhanced, reason, effect):
    assert final_class(code, enhanced) == (reason, effect)


def test_the_servers_own_words_are_more_exact_than_the_status():
    news = read(report(status="5.0.0", diagnostic="smtp; 550 5.7.1 blocked by policy"))

    assert (news.enhanced, news.reason) == ("5.7.1", Reason.POLICY)


def test_the_status_counts_where_the_servers_words_hold_no_code():
    assert read(report(status="5.2.2", diagnostic="x-unix; quota exceeded")).reason == Reason.SOFT
    assert read(report(status="5.1.1 (bad destination)", diagnostic="")).reason == Reason.HARD
    assert read(report(status="5.1.1", diagnostic="smtp; 550 5.0.0 unknown")).reason == Reason.HARD


def test_a_letter_that_is_only_late_says_nothing_of_its_reader():
    news = read(report(action="delayed", status="4.4.1", diagnostic="smtp; 451 4.4.1 no answer"))

    assert (news.kind, news.effect) == (Kind.DELAYED, Effect.NONE)


def test_a_report_may_say_that_the_letter_arrived():
    assert read(report(action="delivered", status="2.0.0", diagnostic="")).kind == Kind.DELIVERED


def test_an_action_that_nobody_knows_is_no_bounce():
    assert read(report(action="expanded", status="2.0.0", diagnostic="")) is None


def test_a_report_in_utf_8_is_read_like_any_other():
    whole = report(status="5.1.1", diagnostic="smtp; 550 5.1.1 nobody")
    news = read(whole.replace(b"message/delivery", b"message/global-delivery").replace(b"; ada@", b"; \xc3\xb6@"))

    assert (news.kind, news.reason, news.enhanced) == (Kind.BOUNCED, Reason.HARD, "5.1.1")


@pytest.mark.parametrize("status", ["5.1.7", "5.1.8", "5.2.3", "4.1.8"])
def test_what_speaks_of_the_sender_is_never_counted_against_the_reader(status):
    news = read(report(status=status, diagnostic=f"smtp; {status[0]}50 {status} you are at fault"))

    assert (news.reason, news.effect) == (Reason.POLICY, Effect.COUNT_POLICY)


@pytest.mark.parametrize("words", ["MailFence 5.1.1 says no", "rule 5.2.1 of our house", "see RFC 5321 and 5.1.1"])
def test_numbers_that_only_look_like_a_code_suppress_nobody(words):
    news = read(report(status="5.0.0", diagnostic=f"smtp; 550 {words}"))

    assert (news.reason, news.effect) == (Reason.UNKNOWN, Effect.COUNT_BOUNCE)


def test_words_name_no_address():
    assert read(report()).words == "550 5.1.1 <…>: no such user"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Sorry, no mailbox here by that name. (#5.1.1)", Reason.HARD),
        ("Remote host said: 550 5.1.1 user unknown", Reason.HARD),
        ("Remote host said: 550 user unknown", Reason.UNKNOWN),
        ("Remote host said: 550 5.7.1 go away", Reason.POLICY),
        ("Remote host said: 552 5.2.2 mailbox full", Reason.SOFT),
        ("Our server is version 5.1.1 and does not like you", Reason.UNKNOWN),
        ("There is no route to 10.5.1.1 today", Reason.UNKNOWN),
    ],
)
def test_prose_is_believed_only_where_a_code_stands_as_a_server_writes_it(words, reason):
    news = read(prose(words))

    assert (news.kind, news.reason) == (Kind.BOUNCED, reason)


def test_mail_that_is_no_report_is_no_bounce():
    assert read(holiday()) is None
