"""One slip is one finding, told where its author wrote it, in a letter that repeats it in title, heading and text."""

from datetime import UTC, date, datetime, time

import pytest

from cms.core.findings import Level, stops
from newsletter.core.issue_state import State
from newsletter.core.moments import moment_of
from newsletter.models import Issue, Subscriber
from newsletter.prepare import draft_of, preflight
from newsletter.send import start
from tests.factories import due_issue, frozen_letter, segment, unasked

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
DAY = date(2026, 6, 4)


def issue_with(world, *, subject="Two texts for a slow week", greeting="Hello [[first_name|friend]].", **fields):
    """A letter whose subject stands in its title, its label, its heading and its plain text."""
    parts = (("part", {"part": str(world.parts[name].uuid), "mode": "teaser"}) for name in ("is", "is_not"))
    return world.add_issue(("greeting", {"body": f"<p>{greeting}</p>"}), *parts, subject=subject, **fields)


def told(issue):
    return [(finding.check, finding.field, bool(finding.block_id)) for finding in stops(preflight(issue, now=NOW))]


@pytest.fixture
def nameless(world):
    """A reader who gave no name."""
    Subscriber.objects.filter(pk=world.readers["ada"].subscriber_id).update(first_name="")


@pytest.mark.parametrize(
    ("subject", "check"),
    [
        ("A slow week, [[first_name|friend", "B4"),
        ("A slow week, [[first_name", "B4"),
        ("A slow week, [[first_nam|x]]", "B4"),
        ("A slow week, [[first_name]]", "B4"),
        ("A slow week, [[unsubscribe_url]]", "B4"),
        ("A slow week, {{ name }}", "B4"),
        ('A "slow" <week> & more, [[first_name|friend', "B4"),
        ("A slow\u202e week", "B10"),
        ("A slow\u0007 week", "B10"),
    ],
)
def test_one_slip_in_the_subject_is_one_finding_beside_the_subject(world, nameless, subject, check):
    assert told(issue_with(world, subject=subject)) == [(check, "subject", False)]


@pytest.mark.parametrize("slip", ["[[first_name|friend", "[[first_nam|x]]", "{{ name }}", "[[first_name]]"])
def test_one_slip_in_the_preview_text_is_one_finding_beside_it(world, nameless, slip):
    assert told(issue_with(world, preview_text=f"What this week brought, {slip}")) == [("B4", "preview_text", False)]


@pytest.mark.parametrize(
    "slip",
    [
        "[[first_name|friend",
        "[[first_nam|x]]",
        "{{ name }}",
        "[[first_name]]",
        '<a href="https://x.example/?n=*|NAME|*">x</a>',
    ],
)
def test_one_slip_in_a_block_is_one_finding_with_the_way_to_the_block(world, nameless, slip):
    assert told(issue_with(world, greeting=f"Hello {slip} and welcome.")) == [("B4", "", True)]


def test_the_same_slip_in_two_places_is_two_findings(world):
    slip = "[[first_name|friend"

    assert told(issue_with(world, subject=f"A slow week, {slip}", greeting=f"Hello {slip}, welcome.")) == [
        ("B4", "subject", False),
        ("B4", "", True),
    ]


def test_no_finding_quotes_the_markup_around_a_slip(world):
    found = preflight(issue_with(world, subject='A "slow" week, [[first_name|friend'), now=NOW)

    assert not [each for each in found if "aria-" in each.words + each.passage or "<" in each.words + each.passage]


def other_letter(world, *, state):
    other = world.add_issue(subject="Three walks, [[first_name|friend]], of [[newsletter]]")
    facts = {"state": state, "local_date": DAY, "compiled": None}
    if state not in {State.DRAFT, State.CANCELLED, State.HELD}:
        facts |= {"compiled": frozen_letter(other), "send_at": NOW}
    Issue.objects.filter(pk=other.pk).update(**facts, number=1, hold_reason="late")


@pytest.mark.parametrize(
    ("state", "words", "mend"),
    [
        (State.SCHEDULED, "get “Three walks, friend, of Slow Letters” on the same day", "Move one of the two"),
        (State.HELD, "get “Three walks, friend, of Slow Letters” on the same day", "Move one of the two"),
        (State.HANDED_OVER, "got “Three walks, friend, of Slow Letters” on that day already", "Choose another day for"),
        (
            State.HANDING_OVER,
            "got “Three walks, friend, of Slow Letters” on that day already",
            "Choose another day for",
        ),
    ],
)
def test_another_letter_of_that_day_is_named_by_its_subject_and_by_what_can_still_be_done(world, state, words, mend):
    other_letter(world, state=state)
    moment = moment_of(DAY, time(7), "Europe/Lisbon", now=NOW)

    (asked,) = [each for each in preflight(issue_with(world), now=NOW, moment=moment) if each.check == "W18"]

    assert words in asked.words
    assert asked.mend.startswith(mend)
    assert asked.level is Level.ASK


def test_what_nameless_readers_will_see_is_told_word_for_word(world, nameless):
    issue = issue_with(world, subject="To [[first_name|friend]], from [[newsletter]]")
    (asked,) = [each for each in preflight(issue, now=NOW) if each.check == "W19"]

    assert "“To friend, from Slow Letters”" in asked.words


@pytest.mark.parametrize(("zone", "asks"), [("Pacific/Auckland", True), ("Europe/Amsterdam", False)])
def test_a_letter_to_a_segment_is_asked_only_about_letters_that_its_readers_got(world, zone, asks):
    other = due_issue(world.newsletter)
    start(other.pk, recheck=unasked)
    Issue.objects.filter(pk=other.pk).update(local_date=DAY, state=State.HANDED_OVER)
    issue = issue_with(world)
    issue.segment = segment(world.newsletter, include={"field": "zone", "op": "in", "value": [zone]})
    moment = moment_of(DAY, time(7), "Europe/Lisbon", now=NOW)

    asked = [each.words for each in preflight(issue, now=NOW, moment=moment) if each.check == "W18"]

    assert bool(asked) is asks


def test_a_subject_that_was_written_before_the_parts_were_dragged_is_asked_about(world):
    signs = world.parts["signs"]
    issue = world.add_issue(
        ("part", {"part": str(signs.uuid), "mode": "whole"}), subject="Part 2: Signs of a slow recovery"
    )
    counted = [finding.words for finding in preflight(issue, now=NOW) if finding.check == "W22"]
    world.parts["what"].delete()
    dragged = [finding.words for finding in preflight(issue, now=NOW) if finding.check == "W22"]

    assert (counted, dragged) == ([], ["The subject says “Part 2”, and the letter brings part 1 of its series."])


def test_a_pasted_address_of_a_draft_stops_the_letter_and_stands_nowhere_in_it(world):
    draft = world.add_article("Zanzibar", live=False)
    row = world.add_issue(
        ("greeting", {"body": f'<p>Read <a href="{draft.full_url}?a=1">the next one</a>.</p>'}),
        ("action", {"title": "", "body": "", "label": "Read it", "target": {"url": draft.full_url}}),
    )
    found = draft_of(row, now=NOW)
    told = [(finding.check, finding.passage) for finding in stops(found.findings) if finding.check == "B6"]

    assert told == [("B6", "the next one"), ("B6", "Read it")]
    assert "zanzibar" not in (found.letter.html + found.letter.text).lower()


@pytest.mark.parametrize("kind", ["greeting", "note", "action"])
def test_an_item_above_1_mb_is_a_finding_with_its_block(world, kind):
    huge = f"<p>{'x' * 1_000_001}</p>"
    words = {"title": "", "body": huge, "label": "Write", "target": {"mail": "mara@example.org"}}
    row = world.add_issue(("note", {"title": "", "body": "<p>Short.</p>"}), (kind, words))
    (found,) = stops(preflight(row, now=NOW))

    assert (found.check, found.block_id) == ("B5", str(row.items[1].id))
    assert "larger than 1 MB" in found.words


def test_an_article_with_a_text_above_1_mb_stops_the_letter(world):
    article = world.add_article("Huge", words="x" * 1_000_001)
    (found,) = stops(preflight(world.add_issue(("article", {"article": article.pk, "mode": "whole"})), now=NOW))

    assert (found.check, "larger than 1 MB" in found.words) == ("B14", True)


def test_the_size_is_that_of_the_letter_with_the_longest_name(world):
    row = issue_with(world, greeting="Hello [[first_name|x]]. " * 700)
    found = draft_of(row, now=NOW)

    assert len(found.letter.html.encode()) < 90_000
    assert {"B9", "W1"} & {finding.check for finding in found.findings}


@pytest.mark.parametrize("mode", ["whole", "excerpt", "teaser"])
def test_a_preview_text_that_repeats_the_first_sentence_of_the_article_asks(world, mode):
    words = "The house was quiet when we came back"
    article = world.add_article("Back", words=f"{words}. We sat.", teaser=f"{words}. More of it.")
    row = world.add_issue(("article", {"article": article.pk, "mode": mode}), preview_text=words)

    assert [finding.words for finding in preflight(row, now=NOW) if finding.check == "W3"] == [
        "The preview text repeats the first sentence."
    ]


def test_a_button_with_a_refused_address_is_not_told_to_publish_a_page(world):
    button = {"title": "", "body": "", "label": "Write to me", "target": {"url": "https://me@example.com/x"}}
    row = world.add_issue(("note", {"title": "", "body": "<p>Hello.</p>"}), ("action", button))
    (found,) = stops(preflight(row, now=NOW))

    assert (found.check, "refuse" in found.words, "Publish" in found.mend) == ("B6", True, False)
