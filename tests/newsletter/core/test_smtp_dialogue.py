"""The dialogue without sockets: every answer at every stage, cut at every byte, extra, missing and misplaced ones."""

from itertools import accumulate, pairwise

import pytest
from hypothesis import given, strategies as st

from newsletter.core.receipts import Stage
from newsletter.core.routes import SmtpRoute, Tls
from newsletter.core.smtp_dialogue import Dialogue
from newsletter.core.smtp_events import Encrypt, Over, Told, Turned
from tests.factories import message

ADA, BRAM = message("ada"), message("bram")
OPEN = SmtpRoute(host="127.0.0.1", port=25, tls=Tls.NONE)
STARTTLS = SmtpRoute(host="relay.example.org", port=587, tls=Tls.REQUIRED, user="partwise", password="a secret")
HELLO = b"220 ready\r\n250-here\r\n250-SIZE 5000\r\n250 "

GOOD = [b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"250 taken\r\n"]


def opened(*, pipelines=True, route=OPEN):
    dialogue = Dialogue(route, name="us.example")
    dialogue.hear(HELLO + (b"PIPELINING" if pipelines else b"HELP") + b"\r\n")
    assert dialogue.written() == b"EHLO us.example\r\n"
    return dialogue


def held(*, pipelines=True):
    """A dialogue with Ada's message at the gate."""
    dialogue = opened(pipelines=pipelines)
    dialogue.offer(ADA)
    for answer in GOOD[:3]:
        dialogue.hear(answer)
    dialogue.written()
    return dialogue


def envelope(to):
    mail = f"MAIL FROM:<b+token@bounce.example.org> SIZE={len(to.data)}\r\nRCPT TO:<{to.envelope_to}>\r\nDATA\r\n"
    return mail.encode()


def test_an_envelope_is_one_write_where_the_server_pipelines():
    dialogue = opened()
    dialogue.offer(ADA)

    assert dialogue.written() == envelope(ADA)


def test_the_dot_and_the_next_envelope_are_one_write():
    dialogue = opened()
    dialogue.offer(ADA)
    dialogue.written()
    dialogue.hear(b"250 ok\r\n250 ok\r\n354 go\r\n")

    assert dialogue.written() == ADA.data
    assert dialogue.holding is ADA
    dialogue.dot(BRAM)
    assert dialogue.written() == b".\r\n" + envelope(BRAM)
    assert dialogue.hear(b"250 2.0.0 taken\r\n250 ok\r\n250 ok\r\n354 go\r\n") == [
        Told(ADA, Stage.DOT, "250 2.0.0 taken")
    ]
    assert dialogue.holding is BRAM


def test_without_pipelining_each_line_waits_for_its_answer():
    dialogue, asked = opened(pipelines=False), []
    dialogue.offer(ADA)
    for answer in (b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"):
        asked.append(dialogue.written())
        dialogue.hear(answer)

    assert b"".join(asked) == envelope(ADA)
    assert all(line.count(b"\r\n") == 1 for line in asked)
    assert dialogue.written() == ADA.data
    with pytest.raises(RuntimeError):
        dialogue.dot(BRAM)


def run(answers, *, pipelines=True, more_cuts=(), both=True):
    """Ada, then Bram, against a list of answers; says what each was told, and what was written.

    The dot is given as soon as a message is held. The answers come one by one, or are cut in more places.
    """
    dialogue, told, wire = opened(pipelines=pipelines), [], []
    data, waiting = b"".join(answers), [ADA, BRAM] if both else [ADA]
    cuts = {*accumulate(map(len, answers)), *more_cuts}
    edges = sorted({0, *(cut for cut in cuts if cut <= len(data))})
    pieces = [data[a:b] for a, b in pairwise(edges)]
    while not dialogue.is_over:
        if dialogue.is_free and waiting:
            dialogue.offer(waiting.pop(0))
        elif dialogue.holding:
            dialogue.dot(waiting.pop(0) if waiting and pipelines else None)
        wire.append(dialogue.written())
        if dialogue.holding or (dialogue.is_free and waiting):
            continue
        if not pieces:
            break
        told += dialogue.hear(pieces.pop(0))
    told += dialogue.end()
    return told, b"".join(wire), waiting


def outcome(told, of):
    """How one message ended: (stage, code or 0), or "turned"."""
    ends = [event for event in told if isinstance(event, Told | Turned) and event.message is of]
    assert len(ends) == 1
    end = ends[0]
    return "turned" if isinstance(end, Turned) else (end.stage, int(end.reply[:3] or 0))


def with_answer(at, answer):
    return [*GOOD[:at], answer, *GOOD[at + 1 :]]


@pytest.mark.parametrize(
    ("at", "answer", "end"),
    [
        (0, b"450 later\r\n", "turned"),
        (0, b"550 no\r\n", "turned"),
        (0, b"354 go\r\n", "turned"),
        (0, b"421 away\r\n", "turned"),
        (1, b"251 forwarded\r\n", (Stage.DOT, 250)),
        (1, b"354 go\r\n", (Stage.RCPT, 0)),
        (1, b"450 later\r\n", (Stage.RCPT, 450)),
        (1, b"550 no\r\n", (Stage.RCPT, 550)),
        (1, b"421 away\r\n", (Stage.RCPT, 421)),
        (2, b"250 what\r\n", (Stage.DATA, 0)),
        (2, b"450 later\r\n", (Stage.DATA, 450)),
        (2, b"554 no\r\n", (Stage.DATA, 554)),
        (2, b"421 away\r\n", (Stage.DATA, 421)),
        (3, b"251 taken\r\n", (Stage.DOT, 251)),
        (3, b"250-taken\r\n250 really\r\n", (Stage.DOT, 250)),
        (3, b"354 go\r\n", (Stage.DOT, 354)),
        (3, b"450 later\r\n", (Stage.DOT, 450)),
        (3, b"550 no\r\n", (Stage.DOT, 550)),
        (3, b"421 away\r\n", (Stage.DOT, 421)),
        (3, b"hello\r\n", (Stage.DOT, 0)),
    ],
)
@pytest.mark.parametrize("pipelines", [True, False])
def test_each_answer_at_each_stage(at, answer, end, pipelines):
    told, _, _ = run(with_answer(at, answer), pipelines=pipelines, both=False)

    assert outcome(told, ADA) == end


def test_a_refused_recipient_with_a_go_on_gets_a_lone_dot_and_nothing_is_handed_over():
    told, wire, _ = run([b"250 ok\r\n", b"550 no\r\n", b"354 go\r\n", b"554 nobody\r\n", *GOOD])

    assert outcome(told, ADA) == (Stage.RCPT, 550)
    assert outcome(told, BRAM) == (Stage.DOT, 250)
    assert wire.startswith(envelope(ADA) + b".\r\n" + b"MAIL")
    assert wire.count(b"Hello.") == 1


def test_a_yes_to_a_lone_dot_counts_for_nothing():
    told, _, _ = run([b"250 ok\r\n", b"550 no\r\n", b"354 go\r\n", b"250 taken\r\n"], both=False)

    assert outcome(told, ADA) == (Stage.RCPT, 550)


@pytest.mark.parametrize("pipelines", [True, False])
def test_after_a_refused_data_the_next_message_begins_with_a_reset(pipelines):
    told, wire, _ = run([*with_answer(2, b"451 later\r\n")[:3], b"250 reset\r\n", *GOOD], pipelines=pipelines)

    assert outcome(told, ADA) == (Stage.DATA, 451)
    assert outcome(told, BRAM) == (Stage.DOT, 250)
    assert b"DATA\r\nRSET\r\nMAIL" in wire


def test_a_server_that_does_not_reset_is_left():
    told, _, waiting = run([*with_answer(2, b"451 later\r\n")[:3], b"502 what\r\n", *GOOD])

    assert outcome(told, BRAM) == "turned"
    assert waiting == []


def test_what_is_pipelined_behind_a_lost_answer_was_not_handed_over():
    told, _, _ = run(GOOD[:3])

    assert outcome(told, ADA) == (Stage.DOT, 0)
    assert outcome(told, BRAM) == "turned"


def test_one_answer_too_many_ends_the_connection_before_another_message_goes():
    told, wire, _ = run([*GOOD, b"250 again\r\n", *GOOD])

    assert outcome(told, ADA) == (Stage.DOT, 250)
    assert outcome(told, BRAM)[1] == 0
    assert wire.count(b"Hello.") == 1


@pytest.mark.parametrize("pipelines", [True, False])
def test_a_yes_while_the_body_waits_counts_for_nothing(pipelines):
    dialogue = held(pipelines=pipelines)

    told = dialogue.hear(b"250 taken, whatever it is\r\n")

    assert outcome(told, ADA) == (Stage.DATA, 0)
    assert dialogue.is_over
    with pytest.raises(RuntimeError):
        dialogue.dot()


def test_a_line_with_a_dot_is_doubled_and_no_other():
    dotted = message("ada", data=b".a\r\n.\r\nb.\r\n")
    dialogue = opened()
    dialogue.offer(dotted)
    dialogue.written()
    dialogue.hear(b"250 ok\r\n250 ok\r\n354 go\r\n")

    assert dialogue.written() == b"..a\r\n..\r\nb.\r\n"


ANSWER = st.sampled_from(
    [b"%d x\r\n" % code for code in (220, 250, 251, 354, 421, 450, 451, 503, 550, 554)]
    + [b"250-a\r\n250 b\r\n", b"hello\r\n", b"999 x\r\n", b"250-a\r\n550 b\r\n"]
)


@given(st.lists(ANSWER, max_size=12), st.booleans())
def test_whatever_a_server_says_each_message_ends_once_and_a_yes_is_a_yes_to_its_dot(answers, pipelines):
    told, wire, waiting = run(answers, pipelines=pipelines)

    for begun in [each for each in (ADA, BRAM) if each not in waiting]:
        outcome(told, begun)
    for event in told:
        if isinstance(event, Told) and (event.stage is Stage.DOT or event.reply.startswith("2")):
            assert event.message.data + b".\r\n" in wire
    assert sum(isinstance(event, Over) for event in told) == 1


@given(st.lists(ANSWER, max_size=12), st.booleans(), st.data())
def test_where_the_bytes_are_cut_changes_nothing(answers, pipelines, data):
    more_cuts = data.draw(st.sets(st.integers(1, max(1, sum(map(len, answers))))))

    assert run(answers, pipelines=pipelines, more_cuts=more_cuts) == run(answers, pipelines=pipelines)


def secured():
    """A dialogue that asked for TLS."""
    dialogue = Dialogue(STARTTLS, name="us.example")
    dialogue.hear(b"220 ready\r\n250-here\r\n250 STARTTLS\r\n")
    assert dialogue.written() == b"EHLO us.example\r\nSTARTTLS\r\n"
    return dialogue


def test_after_starttls_the_server_is_greeted_again_and_then_trusted_with_the_password():
    dialogue = secured()

    assert dialogue.hear(b"220 go\r\n") == [Encrypt()]
    assert dialogue.written() == b""
    dialogue.encrypted()
    assert dialogue.written() == b"EHLO us.example\r\n"
    dialogue.hear(b"250-here\r\n250 AUTH PLAIN LOGIN\r\n")
    assert dialogue.written() == b"AUTH PLAIN AHBhcnR3aXNlAGEgc2VjcmV0\r\n"
    assert not dialogue.is_ready
    dialogue.hear(b"235 welcome\r\n")
    assert dialogue.is_free


@pytest.mark.parametrize("injected", [b"250 PIPELINING\r\n", b"250-", b"2"])
def test_what_was_said_in_the_open_behind_starttls_ends_the_connection(injected):
    dialogue = secured()

    told = dialogue.hear(b"220 go\r\n" + injected)

    assert [type(event) for event in told] in ([Over], [Encrypt, Over])
    assert dialogue.is_over


def test_what_was_offered_in_the_open_counts_for_nothing_inside_tls():
    dialogue = Dialogue(SmtpRoute(host="127.0.0.1", port=25, tls=Tls.OPPORTUNISTIC), name="us.example")
    dialogue.hear(b"220 ready\r\n250-here\r\n250-PIPELINING\r\n250 STARTTLS\r\n220 go\r\n")
    dialogue.encrypted()
    dialogue.hear(b"250 here\r\n")

    assert dialogue.is_free
    assert not dialogue.pipelines


@pytest.mark.parametrize(
    ("said", "is_refused"),
    [
        (b"554 no\r\n", True),
        (b"421 later\r\n", False),
        (b"220 ready\r\n502 no\r\n", True),
        (b"220 ready\r\n250 here\r\n", True),
        (b"220 ready\r\n250-here\r\n250 STARTTLS\r\n454 not now\r\n", False),
        (b"hello\r\n", False),
    ],
)
def test_what_goes_wrong_in_the_opening_is_about_the_route(said, is_refused):
    dialogue = Dialogue(STARTTLS, name="us.example")

    told = dialogue.hear(said)

    assert [(type(event), event.is_refused) for event in told] == [(Over, is_refused)]
    assert not dialogue.is_ready


def test_a_server_that_knows_only_login_is_asked_for_it():
    route = SmtpRoute(host="127.0.0.1", port=25, tls=Tls.NONE, user="partwise", password="a secret")
    dialogue = Dialogue(route, name="us.example")
    dialogue.hear(b"220 ready\r\n250-here\r\n250 AUTH LOGIN\r\n")
    dialogue.written()
    dialogue.hear(b"334 VXNlcm5hbWU6\r\n334 UGFzc3dvcmQ6\r\n")

    assert dialogue.written() == b"cGFydHdpc2U=\r\nYSBzZWNyZXQ=\r\n"
    (over,) = dialogue.hear(b"535 5.7.8 wrong\r\n")
    assert over.is_refused


def test_the_largest_message_is_what_the_server_announced():
    assert opened().most_bytes == 5000
