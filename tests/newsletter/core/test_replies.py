import pytest
from hypothesis import given, strategies as st

from newsletter.core.delivery_state import Event, Reason
from newsletter.core.receipts import Stage
from newsletter.core.replies import Effect, read_reply, shortened, verdict

ROWS = [
    ("250 2.0.0 OK 1718175600 a1-20020a05", Stage.DOT, Event.ACCEPT, None, Effect.NONE),
    ("421 4.7.0 Try again later, closing connection", Stage.RCPT, Event.DEFER, None, Effect.SLOW_RECEIVER),
    (
        "451 4.7.650 The mail server has been temporarily rate limited",
        Stage.MAIL,
        Event.DEFER,
        None,
        Effect.SLOW_RECEIVER,
    ),
    ("450 4.2.0 Greylisted, come back in 5 minutes", Stage.RCPT, Event.DEFER, None, Effect.NONE),
    ("451 4.3.0 Temporary lookup failure", Stage.DOT, Event.DEFER, None, Effect.NONE),
    ("452 4.3.1 Insufficient system storage", Stage.DATA, Event.DEFER, None, Effect.PAUSE_ROUTE),
    ("550-5.1.1 The email account that you tried to reach", Stage.RCPT, Event.REFUSE, Reason.HARD, Effect.SUPPRESS),
    ("553 5.1.3 Invalid address", Stage.RCPT, Event.REFUSE, Reason.HARD, Effect.SUPPRESS),
    ("550 5.1.6 Mailbox has moved", Stage.RCPT, Event.REFUSE, Reason.HARD, Effect.SUPPRESS),
    ("550 5.1.10 Recipient not found", Stage.DOT, Event.REFUSE, Reason.HARD, Effect.SUPPRESS),
    ("550 5.2.1 The account is disabled", Stage.RCPT, Event.REFUSE, Reason.HARD, Effect.SUPPRESS),
    ("556 5.1.10 Domain does not accept mail", Stage.RCPT, Event.REFUSE, Reason.HARD, Effect.SUPPRESS),
    ("550 5.1.2 Bad destination system", Stage.RCPT, Event.REFUSE, Reason.HARD, Effect.SUPPRESS_LATER),
    ("552 5.2.2 The recipient's inbox is out of storage", Stage.RCPT, Event.REFUSE, Reason.SOFT, Effect.COUNT_BOUNCE),
    ("550 5.4.1 Recipient address rejected", Stage.RCPT, Event.REFUSE, Reason.SOFT, Effect.COUNT_BOUNCE),
    ("550 5.3.0 Other system trouble", Stage.DOT, Event.REFUSE, Reason.SOFT, Effect.COUNT_BOUNCE),
    ("550 5.7.515 Access denied, sending domain", Stage.DOT, Event.REFUSE, Reason.POLICY, Effect.COUNT_POLICY),
    ("550-5.7.26 This mail is unauthenticated", Stage.DOT, Event.REFUSE, Reason.POLICY, Effect.COUNT_POLICY),
    ("552 5.3.4 Message size exceeds fixed limit", Stage.DOT, Event.REFUSE, Reason.POLICY, Effect.HOLD_ISSUE),
    ("554 5.6.0 Message content rejected", Stage.DOT, Event.REFUSE, Reason.POLICY, Effect.COUNT_POLICY),
    ("550 5.5.0 Protocol trouble", Stage.RCPT, Event.REFUSE, Reason.POLICY, Effect.COUNT_POLICY),
    ("530 5.7.0 Must issue a STARTTLS command first", Stage.MAIL, Event.BREAK_OFF, None, Effect.HOLD_ROUTE),
    ("535 5.7.8 Authentication failed", Stage.CONNECT, Event.BREAK_OFF, None, Effect.HOLD_ROUTE),
    ("503 Bad sequence of commands", Stage.RCPT, Event.BREAK_OFF, None, Effect.HOLD_ROUTE),
    ("501 5.1.3 Bad recipient address syntax", Stage.RCPT, Event.REFUSE, Reason.HARD, Effect.SUPPRESS),
    ("554 Transaction failed", Stage.DATA, Event.BREAK_OFF, None, Effect.HOLD_ROUTE),
    ("550 Administrative prohibition", Stage.RCPT, Event.REFUSE, Reason.UNKNOWN, Effect.COUNT_BOUNCE),
    ("", Stage.DOT, Event.FALL_SILENT, Reason.NO_ANSWER, Effect.NONE),
    ("HTTP/1.1 400 Bad Request", Stage.DOT, Event.FALL_SILENT, Reason.NO_ANSWER, Effect.NONE),
    ("354 go on", Stage.DOT, Event.FALL_SILENT, Reason.NO_ANSWER, Effect.NONE),
    ("", Stage.RCPT, Event.BREAK_OFF, None, Effect.NONE),
]


@pytest.mark.parametrize(
    ("reply", "stage", "event", "reason", "effect"), ROWS, ids=[f"{r[0][:12]}-{r[1]}" for r in ROWS]
)
def test_each_answer_has_its_meaning(reply, stage, event, reason, effect):
    code, enhanced = read_reply(reply)
    found = verdict(code, stage=stage, enhanced=enhanced)

    assert (found.event, found.reason, found.effect) == (event, reason, effect)


@given(st.integers(0, 9), st.integers(0, 999), st.sampled_from(Stage))
def test_a_policy_refusal_never_suppresses_a_reader(last, detail, stage):
    found = verdict(550 + last % 5, stage=stage, enhanced=f"5.7.{detail}")

    assert found.effect not in {Effect.SUPPRESS, Effect.SUPPRESS_LATER, Effect.COUNT_BOUNCE}


@given(st.integers(0, 999), st.sampled_from(Stage), st.text("245.0167", max_size=8))
def test_only_a_yes_to_the_dot_is_a_yes(code, stage, enhanced):
    found = verdict(code, stage=stage, enhanced=enhanced)

    assert (found.event is Event.ACCEPT) == (stage is Stage.DOT and 200 <= code < 300)


@given(st.sampled_from([stage for stage in Stage if stage is not Stage.DOT]), st.integers(0, 999))
def test_before_the_dot_nothing_is_ever_uncertain(stage, code):
    assert verdict(code, stage=stage).event is not Event.FALL_SILENT


@pytest.mark.parametrize("reply", ["452 4.3.1 full", "450 4.2.0 later"])
def test_only_a_definite_answer_counts_as_an_attempt(reply):
    code, enhanced = read_reply(reply)

    assert verdict(code, stage=Stage.RCPT, enhanced=enhanced).counts
    assert not verdict(0, stage=Stage.RCPT).counts


def test_what_is_said_to_a_connection_costs_no_letter_an_attempt():
    assert not verdict(451, stage=Stage.CONNECT, enhanced="4.3.5").counts


def test_an_enhanced_code_of_another_class_is_not_believed():
    assert read_reply("550 see 4.7.1 at 10.5.1.1") == (550, "")


def test_a_reply_of_many_lines_is_kept_short():
    kept = shortened("550-5.7.26 This mail\r\n550 5.7.26 " + "x" * 900)

    assert len(kept) == 500
    assert "\n" not in kept
