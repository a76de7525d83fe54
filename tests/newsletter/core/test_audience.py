import pytest
from hypothesis import given, strategies as st

from newsletter.core.audience import WORDS, Candidate, CandidateTwice, Exclusion, Reason, Standing, split

CANDIDATES = st.lists(
    st.builds(
        Candidate,
        subscription_id=st.integers(1, 10**6),
        standing=st.sampled_from(Standing),
        barriers=st.frozensets(st.sampled_from(Reason), max_size=3),
    ),
    unique_by=lambda candidate: candidate.subscription_id,
)


@given(CANDIDATES)
def test_candidates_are_always_recipients_plus_exclusions(candidates):
    done = split(candidates)

    assert done.candidates == len(candidates)
    assert {*done.recipients, *(row.subscription_id for row in done.exclusions)} == {
        candidate.subscription_id for candidate in candidates
    }


@given(CANDIDATES)
def test_a_recipient_is_active_and_has_nothing_against_it(candidates):
    by_id = {candidate.subscription_id: candidate for candidate in candidates}

    for number in split(candidates).recipients:
        assert by_id[number] == Candidate(subscription_id=number)


def test_suppressed_address_is_excluded_with_its_reason():
    done = split([Candidate(subscription_id=7, barriers=frozenset({Reason.SUPPRESSED}))])

    assert done.exclusions == (Exclusion(subscription_id=7, reason=Reason.SUPPRESSED),)


def test_the_first_issue_of_the_world_accounts_for_four_candidates():
    ada, esra = Candidate(subscription_id=1), Candidate(subscription_id=5)
    bram = Candidate(subscription_id=2, barriers=frozenset({Reason.SUPPRESSED}))
    dina = Candidate(subscription_id=4, standing=Standing.PAUSED)

    done = split([ada, bram, dina, esra])

    assert done.recipients == (1, 5)
    assert done.by_reason == {Reason.SUPPRESSED: 1, Reason.PAUSED: 1}


def test_suppression_is_written_down_before_a_pause():
    both = Candidate(subscription_id=1, standing=Standing.PAUSED, barriers=frozenset({Reason.SUPPRESSED}))

    assert split([both]).exclusions[0].reason is Reason.SUPPRESSED


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        (Standing.PENDING, Reason.CONSENT_MISSING),
        (Standing.PAUSED, Reason.PAUSED),
        (Standing.ENDED, Reason.LEFT),
    ],
)
def test_only_active_subscriptions_get_letters(standing, reason):
    done = split([Candidate(subscription_id=1, standing=standing)])

    assert done.by_reason == {reason: 1}


def test_a_candidate_given_twice_is_a_fault_of_the_loader():
    with pytest.raises(CandidateTwice, match="7"):
        split([Candidate(subscription_id=7), Candidate(subscription_id=7)])


def test_each_reason_to_leave_a_reader_out_has_its_sentence():
    assert set(WORDS) == set(Reason)
