from hypothesis import given, strategies as st

from newsletter.core.delivery_state import State
from newsletter.core.progress import Progress
from newsletter.core.time_left import ToCome

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


def leaving(*groups, rate, **by_state):
    counts = {"pending": sum(group.count for group in groups), **by_state}
    return Progress(candidates=sum(counts.values()), by_state=counts, rate=rate, to_come=groups)


def test_the_slowest_group_of_mailboxes_decides_how_long_it_still_takes():
    quick, slow = ToCome(name="large", count=100, lately=600), ToCome(name="small", count=90, lately=6)

    assert leaving(quick, slow, rate=10.0).seconds_left == 900  # 90 letters at six a minute


def test_a_short_time_since_the_start_is_no_minute():
    group = ToCome(name="large", count=90, lately=6)

    assert (
        Progress(candidates=90, by_state={"pending": 90}, rate=0.6, window_s=10.0, to_come=(group,)).seconds_left == 150
    )


def test_while_a_large_group_stands_still_nobody_says_when_it_ends():
    seen = leaving(ToCome(name="gmail", count=9_700), ToCome(name="yahoo", count=100, lately=6000), rate=100.0)

    assert seen.seconds_left is None
    assert seen.pace == (
        "100.0 a second in the last minute; how long it still takes is not known: gmail takes nothing just now."
    )
    assert seen.as_json()["why_unknown"] == "gmail takes nothing just now"


def test_what_keeps_a_group_back_is_said_where_it_is_known():
    closed = ToCome(name="gmail", count=9_000, lately=40, kept_back="says later until 10:15 UTC")
    told_later = ToCome(name="yahoo", count=700, next_try="10:20 UTC", wait_s=600.0)

    seen = leaving(closed, told_later, ToCome(name="a.example", count=2, lately=60), rate=10.0)

    assert seen.why_unknown == "gmail says later until 10:15 UTC, yahoo is tried again at 10:20 UTC"


def test_many_groups_that_stand_still_are_counted():
    groups = [ToCome(name=name, count=1_000) for name in ("a", "b", "c", "d")]

    assert (
        leaving(*groups, rate=10.0).why_unknown
        == "a takes nothing just now, b takes nothing just now, 2 more wait as well"
    )


def test_a_small_group_whose_turn_has_not_come_does_not_stand_still():
    seen = leaving(ToCome(name="large", count=6_000, lately=600), ToCome(name="small", count=2), rate=10.0)

    assert (seen.seconds_left, seen.why_unknown) == (600, "")


def test_a_small_group_that_was_told_later_is_waited_for():
    last = ToCome(name="small", count=1, next_try="10:20 UTC", wait_s=900.0)

    assert leaving(ToCome(name="large", count=6_000, lately=600), last, rate=10.0).seconds_left == 900


def test_what_stops_everything_is_said_and_nothing_is_estimated():
    seen = Progress(candidates=2, by_state={"pending": 2}, rate=1.0, stopped="it is paused")

    assert seen.seconds_left is None
    assert seen.pace.endswith("how long it still takes is not known: it is paused.")
    assert Progress(candidates=2, by_state={"handed_over": 2}, rate=1.0, stopped="it is paused").why_unknown == ""


def test_each_state_and_each_reason_has_its_line_and_its_words():
    seen = Progress(candidates=4, by_state={"handed_over": 1, "pending": 1}, exclusions={"suppressed": 1, "paused": 1})

    assert [(line.name, line.count) for line in seen.deliveries] == [("pending", 1), ("handed over", 1)]
    assert {line.name for line in seen.left_out} == {"suppressed", "paused"}
    assert all(line.words for line in (*seen.deliveries, *seen.left_out))


def test_the_bar_counts_what_waits_for_nothing_any_more():
    assert Progress(candidates=4, by_state={"handed_over": 1, "uncertain": 1, "claimed": 2}).percent == 50
    assert Progress(candidates=0, by_state={}).percent == 0


def test_the_pace_is_told_in_minutes_and_seconds_and_never_guessed():
    seen = Progress(candidates=300, by_state={State.PENDING: 200, State.HANDED_OVER: 100}, rate=2.0)

    assert seen.pace == "2.0 a second in the last minute; about 1 min 40 s left."
    assert Progress(candidates=300, by_state={State.PENDING: 300}).pace == ""


def test_a_slow_pace_is_told_by_the_minute():
    slow = Progress(candidates=4, by_state={"pending": 2, "handed_over": 2}, rate=2 / 60)

    assert slow.pace == "2 a minute in the last minute; about 1 min 0 s left."


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
