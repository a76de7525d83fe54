"""A segment is built in the admin, counted while it is built, and chosen for a letter."""

import pytest
from django.urls import reverse

from cms.clock import database_now
from newsletter.core.rules.notation import MOST_CONDITIONS
from newsletter.models import Issue, Newsletter, Segment
from newsletter.segments import estimate_of
from tests.factories import due_issue, segment

LISTED = "newsletter_segments:list"
LISBON = {"field": "zone", "op": "in", "value": ["Europe/Lisbon"]}
HAD = {"field": "parts", "op": "any_of", "value": ["6c1b5f5e-7f3c-4f60-9d49-1f0a0c5f2d11"]}
IN_LISBON = {
    "name": "Near Lisbon",
    "match": "all",
    "c0-side": "include",
    "c0-field": "zone",
    "c0-operator": "in",
    "c0-value": ["Europe/Lisbon"],
}


@pytest.fixture
def new(world):
    return reverse("newsletter_segments:add", args=[world.newsletter.pk])


def test_a_segment_is_built_condition_by_condition_and_saved(desk, new, world):
    empty = desk.post(new, {"name": "Near Lisbon", "match": "all", "add": "include", "new-include": "zone"})
    assert [row.form.title for row in empty.context["form"].include] == ["time zone"]
    assert not Segment.objects.exists()

    assert desk.post(new, IN_LISBON).status_code == 302
    saved = Segment.objects.get()
    assert (saved.name, saved.newsletter, saved.owner) == ("Near Lisbon", world.newsletter, world.staff["mara"])
    assert saved.rule == {"version": 1, "include": {"all": [LISBON]}, "exclude": None}
    assert "Near Lisbon" in desk.get(reverse(LISTED)).content.decode()


def test_what_is_counted_is_what_a_letter_would_reach(desk, new):
    page = desk.post(new, IN_LISBON | {"count": "1"})
    assert not Segment.objects.exists()

    desk.post(new, IN_LISBON)
    found = estimate_of(Segment.objects.get(), now=database_now())
    assert page.context["recipients"] == str(found.recipients)
    assert found.recipients


def test_who_may_not_see_readers_finds_nobody_by_counting(client, person, new):
    client.force_login(person("change_segment"))

    few = IN_LISBON | {"c0-field": "state", "c0-value": ["active"], "count": "1"}
    assert client.post(new, few).context["recipients"] == "fewer than 5"
    assert "Lisbon" not in client.post(new, {"add": "include", "new-include": "zone"}).content.decode()


def test_a_saved_segment_stands_in_its_form_and_is_changed(desk, world):
    row = segment(world.newsletter, include={"all": [LISBON]})
    edit = reverse("newsletter_segments:edit", args=[row.pk])

    page = desk.get(edit)
    assert '<input type="hidden" name="c0-field" value="zone">' in page.content.decode()
    assert page.context["recipients"]
    desk.post(edit, IN_LISBON | {"name": "By the Tejo", "match": "any"})
    row.refresh_from_db()
    assert (row.name, row.rule["include"]) == ("By the Tejo", {"any": [LISBON]})


def test_a_condition_is_taken_away_and_its_number_is_used_again(desk, new):
    two = IN_LISBON | {"c1-side": "exclude", "c1-field": "language", "c1-operator": "in", "c1-value": ["en"]}

    form = desk.post(new, two | {"remove": "0"}).context["form"]
    assert ([row.number for row in form.include], [row.number for row in form.exclude]) == ([], [1])
    again = desk.post(new, two | {"remove": "0"} | {"remove": "9" * 30}).context["form"]
    assert len(again.rows) == 2
    more = desk.post(new, {"c1-side": "exclude", "c1-field": "language", "add": "include", "new-include": "zone"})
    assert [row.number for row in more.context["form"].rows] == [1, 0]


def test_there_is_a_last_condition(desk, new):
    full = {"add": "include", "new-include": "zone"}
    for number in range(MOST_CONDITIONS):
        full |= {f"c{number}-side": "include", f"c{number}-field": "zone"}

    assert len(desk.post(new, full).context["form"].rows) == MOST_CONDITIONS


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"c0-value": []}, "Choose at least one."),
        ({"c0-operator": "sort of"}, "Select a valid choice"),
        ({"c0-side": "elsewhere"}, "Add a condition first"),
        ({"c0-field": "joined", "c0-operator": "since", "c0-value": "2026-13-01"}, "Write a day that exists"),
        ({"c0-field": "joined", "c0-operator": "in_last_days", "c0-value": "soon"}, "Write a whole number of days"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(desk, new, change, words):
    assert words in desk.post(new, IN_LISBON | change).content.decode()
    assert not Segment.objects.exists()


def test_a_name_is_used_once_in_a_newsletter(desk, new, world):
    segment(world.newsletter, include={"all": [LISBON]})

    assert "has a segment of this name already" in desk.post(new, IN_LISBON).content.decode()
    assert Segment.objects.count() == 1


def test_a_rule_about_progress_is_not_changed_by_who_may_not_use_one(client, person, world):
    row = segment(world.newsletter, include={"all": [LISBON, HAD]})
    client.force_login(person("change_segment"))
    edit = reverse("newsletter_segments:edit", args=[row.pk])

    for page in (client.get(edit), client.post(edit, IN_LISBON)):
        assert "Somebody who may use such rules has to change it." in page.content.decode()
    row.refresh_from_db()
    assert len(row.rule["include"]["all"]) == 2


def test_a_rule_that_is_deeper_than_the_form_is_only_read(desk, world):
    row = segment(world.newsletter, include={"all": [LISBON, {"any": [LISBON, LISBON]}]})
    edit = reverse("newsletter_segments:edit", args=[row.pk])

    assert "deeper than this form can show" in desk.get(edit).content.decode()
    desk.post(edit, IN_LISBON)
    row.refresh_from_db()
    assert "any" in row.rule["include"]["all"][1]


def test_a_segment_is_taken_away_unless_a_letter_means_it(desk, world):
    row = segment(world.newsletter, include={"all": [LISBON]})
    issue = due_issue(world.newsletter)
    Issue.objects.filter(pk=issue.pk).update(segment=row)
    gone = reverse("newsletter_segments:delete", args=[row.pk])

    assert "A letter is addressed to this segment" in desk.post(gone, follow=True).content.decode()
    assert desk.get(gone).status_code == 405
    Issue.objects.update(segment=None)
    desk.post(gone)
    assert not Segment.objects.exists()


def test_who_may_not_build_finds_no_page(client, person, world, new):
    row = segment(world.newsletter, include={"all": [LISBON]})
    client.force_login(person("view_subscriber", "schedule_issue"))

    for url in (reverse(LISTED), new, row.get_absolute_url()):
        assert client.get(url).status_code == 302
    client.post(reverse("newsletter_segments:delete", args=[row.pk]))
    assert Segment.objects.exists()


def test_each_newsletter_has_its_segments_and_an_unknown_one_has_none(desk, world):
    assert "New segment" in desk.get(reverse(LISTED)).content.decode()
    assert (
        desk.get(reverse("newsletter_segments:add", args=[Newsletter.objects.latest("pk").pk + 1])).status_code == 404
    )
