"""A segment is built in the admin, counted while it is built, and chosen for a letter."""

import pytest
from django.urls import reverse

from cms.clock import database_now
from newsletter.core.rules.notation import MOST_CONDITIONS
from newsletter.models import AttributeField, Issue, Newsletter, Segment, Subscriber, Subscription
from newsletter.segments import estimate_of
from tests.cast import give_consent
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
        ({"name": ""}, "Please fill this in."),
        ({"c0-value": []}, "Choose at least one."),
        ({"c0-operator": "sort of"}, "is not offered here"),
        ({"c0-side": "elsewhere"}, "Add a condition first"),
        ({"c0-field": "joined", "c0-operator": "since", "c0-value": "2026-13-01"}, "Choose a day that exists"),
        ({"c0-field": "joined", "c0-operator": "before", "c0-value": "", "c0-days": "7"}, "Choose a day that exists"),
        ({"c0-field": "joined", "c0-operator": "in_last_days", "c0-days": "soon"}, "Write a whole number of days"),
        ({"c0-field": "joined", "c0-operator": "in_last_days", "c0-days": "3651"}, "Write a whole number of days"),
        ({"c0-field": "joined", "c0-operator": "in_last_days", "c0-days": ""}, "Write a whole number of days"),
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
    waiting = [due_issue(world.newsletter) for _ in range(5)]
    Issue.objects.update(segment=row)
    gone = reverse("newsletter_segments:delete", args=[row.pk])

    words = desk.post(gone, follow=True).content.decode()
    assert "5 letters are addressed to this segment" in words
    assert all(str(issue) in words for issue in waiting)
    assert desk.get(gone).status_code == 405
    Issue.objects.exclude(pk=waiting[0].pk).update(segment=None)
    assert "A letter is addressed to this segment" in desk.post(gone, follow=True).content.decode()
    Issue.objects.update(segment=None)
    desk.post(gone)
    assert not Segment.objects.exists()


def test_letters_that_have_left_do_not_hold_a_segment_and_keep_its_words(desk, world):
    row = segment(world.newsletter, include={"all": [LISBON]})
    issue = due_issue(world.newsletter)
    kept = {"segment": row.name, "rule": row.rule, "words": row.words}
    Issue.objects.filter(pk=issue.pk).update(segment=row, audience=kept, state="handed_over", number=3)

    desk.post(reverse("newsletter_segments:delete", args=[row.pk]))
    issue.refresh_from_db()
    assert not Segment.objects.exists()
    assert (issue.segment, issue.audience_words) == (None, f"{row.name}. {row.words}")


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


@pytest.fixture
def city(world):
    """An attribute that five readers and one more have."""
    AttributeField.objects.create(slug="city", label="City", kind="text")
    AttributeField.objects.create(slug="paper", label="Paper or mail", kind="choice", choices=["paper", "mail"])
    AttributeField.objects.create(slug="size", label="Size of their circle", kind="number")
    AttributeField.objects.create(slug="met", label="Met us on", kind="date")
    AttributeField.objects.create(slug="vegan", label="Vegan", kind="yes_no")
    for number in range(6):
        held = {"city": "Porto" if number else "Faro", "size": number, "met": "2026-03-01", "vegan": number > 2}
        reader = Subscriber.objects.create(email=f"r{number}@example.org", attributes=held)
        give_consent(Subscription.objects.create(subscriber=reader, newsletter=world.newsletter, state="active"))


def asked(key, operator, value, side="include", **more):
    name = "c0-days" if operator == "in_last_days" else "c0-value"
    c0 = {"c0-side": side, "c0-field": key, "c0-operator": operator, name: value}
    return {"name": "Of the north", "match": "all", **c0, **more}


@pytest.mark.parametrize(
    "given",
    [
        ("text_attribute:city", "in", ["Porto"], ["Porto"], 5),
        ("text_attribute:city", "not_in", ["Porto"], ["Porto"], 3),
        ("text_attribute:paper", "in", ["mail"], ["mail"], 0),
        ("yes_no_attribute:vegan", "in", ["yes"], ["yes"], 3),
        ("number_attribute:size", "at_least", "2.5", 2.5, 3),
        ("date_attribute:met", "since", "2026-03-01", "2026-03-01", 6),
        ("date_attribute:met", "in_last_days", "3650", 3650, 6),
    ],
)
@pytest.mark.usefixtures("city")
def test_a_declared_attribute_is_asked_by_its_kind(desk, new, given):
    key, operator, value, stored, reached = given
    page = desk.post(new, asked(key, operator, value, count="1"))
    assert page.context["found"].recipients == reached

    desk.post(new, asked(key, operator, value))
    field, _, slug = key.partition(":")
    kept = {"field": field, "of": slug, "op": operator, "value": stored}
    assert Segment.objects.get().rule["include"] == {"all": [kept]}
    again = desk.get(Segment.objects.get().get_absolute_url()).context
    shown = again["form"].rows[0].form.initial
    assert (again["found"].recipients, shown["days" if operator == "in_last_days" else "value"]) == (reached, stored)


@pytest.mark.usefixtures("city")
def test_what_few_readers_hold_is_offered_only_to_who_may_see_readers(client, person, new):
    client.force_login(person("change_segment"))
    words = client.post(new, {"add": "include", "new-include": "text_attribute:city"}).content.decode()

    assert "Porto" in words
    assert "Faro" not in words
    refused = client.post(new, asked("text_attribute:city", "in", ["Faro"], count="1"))
    assert refused.context["found"] is None


@pytest.mark.usefixtures("city")
def test_a_rule_about_an_attribute_that_is_declared_no_more_can_still_be_read_and_changed(desk, new):
    desk.post(new, asked("number_attribute:size", "at_most", "4"))
    AttributeField.objects.all().delete()
    row = Segment.objects.get()

    assert "not declared any more" in row.words
    assert desk.post(row.get_absolute_url(), asked("number_attribute:size", "at_most", "3")).status_code == 302
    assert Segment.objects.get().rule["include"]["all"][0]["value"] == 3


@pytest.mark.parametrize(
    "given",
    [
        ("number_attribute:size", "at_least", "many"),
        ("number_attribute:size", "at_least", "nan"),
        ("date_attribute:met", "since", "soon"),
        ("yes_no_attribute:vegan", "in", ["maybe"]),
        ("text_attribute:paper", "in", ["fax"]),
        ("text_attribute:email", "in", ["ada@example.org"]),
    ],
)
@pytest.mark.usefixtures("city")
def test_what_an_attribute_cannot_be_is_refused(desk, new, given):
    assert desk.post(new, asked(*given)).status_code == 200
    assert not Segment.objects.exists()
