from hypothesis import given, strategies as st

from newsletter.core.delivery_state import State
from newsletter.core.progress import Progress, Receiver

COUNTS = st.integers(0, 10**6)
SEEN = st.builds(
    Progress,
    candidates=COUNTS,
    by_state=st.dictionaries(st.sampled_from([state.value for state in State]), COUNTS),
    exclusions=st.dictionaries(st.sampled_from(["paused", "suppressed"]), COUNTS),
    rate=st.floats(0, 1000),
)


@given(SEEN)
def test_the_account_balances_exactly_when_the_sums_do(seen):
    assert seen.balances == (seen.candidates == sum(seen.by_state.values()) + sum(seen.exclusions.values()))


def test_an_author_reads_how_many_and_what_is_in_doubt():
    seen = Progress(candidates=1207, by_state={"handed_over": 1204, "uncertain": 3})

    assert seen.words == (
        "Handed over to 1,204 readers. "
        "For 3 no answer came: it probably arrived, so we do not offer it again by ourselves."
    )
    assert seen.equation == "1207 candidates = 1207 recipients + 0 exclusions"


def test_one_is_said_as_one():
    seen = Progress(candidates=2, by_state={"handed_over": 1, "uncertain": 1})

    assert seen.words.startswith("Handed over to 1 reader. For 1 no answer came")


def test_there_is_no_estimate_before_there_is_a_rate():
    assert Progress(candidates=2, by_state={"pending": 2}).seconds_left is None
    assert Progress(candidates=2, by_state={"pending": 2}, rate=0.5).seconds_left == 4


def test_the_slowest_group_of_mailboxes_decides_how_long_it_still_takes():
    quick = Receiver(name="large", ended=900, recipients=1000, lately=600)
    slow = Receiver(name="small", ended=10, recipients=100, lately=6)
    leaving = {"pending": 190, "handed_over": 910}

    seen = Progress(candidates=1100, by_state=leaving, rate=10.0, receivers=(quick, slow))

    assert seen.seconds_left == 900  # 90 letters at six a minute


def test_each_state_and_each_reason_has_its_line_and_its_words():
    seen = Progress(candidates=4, by_state={"handed_over": 1, "pending": 1}, exclusions={"suppressed": 1, "paused": 1})

    assert [(line.name, line.count) for line in seen.deliveries] == [("pending", 1), ("handed over", 1)]
    assert {line.name for line in seen.left_out} == {"suppressed", "paused"}
    assert all(line.words for line in (*seen.deliveries, *seen.left_out))


def test_the_bar_counts_what_waits_for_nothing_any_more():
    assert Progress(candidates=4, by_state={"handed_over": 1, "uncertain": 1, "claimed": 2}).percent == 50
    assert Progress(candidates=0, by_state={}).percent == 0


def test_the_pace_is_told_in_minutes_and_seconds_and_never_guessed():
    leaving = Progress(candidates=300, by_state={State.PENDING: 200, State.HANDED_OVER: 100}, rate=2.0)

    assert leaving.pace == "2.0 a second in the last minute; about 1 min 40 s left."
    assert Progress(candidates=300, by_state={State.PENDING: 300}).pace == ""


def test_what_was_set_aside_is_told_apart_from_what_was_refused_and_waits_for_a_look():
    seen = Progress(candidates=1207, by_state={"handed_over": 1204, "pending": 3}, rate=2.0, set_aside=3)

    assert seen.words == (
        "Handed over to 1,204 readers. 3 letters were never offered to anyone: five senders in turn ended while they "
        "held each of them. Look at them."
    )
    assert seen.as_json()["set_aside"] == 3
    assert seen.unsettled == 3
    assert seen.seconds_left is None  # nothing else is on its way


def test_what_an_older_backup_made_uncertain_is_told_apart():
    seen = Progress(candidates=5, by_state={"handed_over": 1, "uncertain": 4}, restored=3)

    assert "For 1 no answer came" in seen.words
    assert "An older backup was put back: of 3 nobody knows whether they left." in seen.words
    assert "no answer came" not in Progress(candidates=3, by_state={"uncertain": 3}, restored=3).words
