from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission

from series.models import ArticlePage, SeriesPart

THAT_DAY = (timezone.now() + timedelta(days=2)).replace(hour=7, minute=0, second=0, microsecond=0)


@pytest.fixture
def waiting(world):
    """A sequence of one live part and two that wait."""
    page = world.add_article("Afterword", live=False)
    world.parts["after"] = SeriesPart.objects.create(series=world.sequence, article=page, sort_order=9)
    return world


@pytest.fixture
def press(waiting, client):
    client.force_login(waiting.staff["mara"])

    def send(**fields):
        given = {"mode": "spaced", "zone": "Europe/Lisbon", "every_days": "4", **fields}
        return client.post(f"/admin/series/{waiting.sequence.pk}/release/", given)

    return send


def wall(at):
    return at.strftime("%Y-%m-%dT%H:%M")


def approved(part):
    revision = part.article.revisions.filter(approved_go_live_at__isnull=False).first()
    return revision.approved_go_live_at if revision else None


def at(part, when):
    return {f"at_{part.uuid}": wall(when)}


def test_looking_changes_nothing_and_shows_every_date(waiting, press):
    answer = press(first=wall(THAT_DAY))

    assert [entry.name for entry in answer.context["plan"]] == ["Coming back slowly", "Afterword"]
    assert approved(waiting.parts["back"]) is None


def test_parts_are_planned_every_few_days_in_the_zone_that_was_chosen(waiting, press):
    answer = press(first=wall(THAT_DAY), zone="Pacific/Auckland", confirm="1")

    first, second = approved(waiting.parts["back"]), approved(waiting.parts["after"])
    assert answer.status_code == 302
    assert second - first in {timedelta(days=4), timedelta(days=4, hours=1), timedelta(days=3, hours=23)}
    assert first < THAT_DAY - timedelta(hours=10)


def test_all_parts_are_published_now(waiting, press):
    press(mode="now", confirm="1")

    assert list(
        ArticlePage.objects.filter(title__in=["Coming back slowly", "Afterword"], live=True).values("live")
    ) == [
        {"live": True},
        {"live": True},
    ]


def test_a_date_by_hand_leaves_the_other_parts_as_they_are(waiting, press):
    press(mode="by_hand", confirm="1", **at(waiting.parts["back"], THAT_DAY))

    assert approved(waiting.parts["back"]) is not None
    assert approved(waiting.parts["after"]) is None


def test_a_part_before_the_one_that_it_follows_needs_a_yes(waiting, press):
    early = at(waiting.parts["after"], THAT_DAY)
    refused = press(mode="by_hand", confirm="1", **early)
    untouched = approved(waiting.parts["after"])
    press(mode="by_hand", confirm="1", out_of_order="on", **early)

    words = "“Afterword” would go live before “Coming back slowly”, which it follows."
    assert refused.context["form"].errors["out_of_order"] == [words]
    assert untouched is None
    assert approved(waiting.parts["after"]) is not None


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"first": ""}, "first", "Choose the day and time of the first part."),
        ({"first": "tomorrow"}, "first", "Write the day and time like this: 2026-06-12 07:00."),
        ({"first": "2031-01-01T07:00+02:00"}, "first", "Leave the offset out: the zone beside it says where."),
        ({"first": "2020-06-12 07:00"}, "first", "Friday 12 June 2020, 07:00 has passed. Choose a later time."),
        ({"first": "9999-12-31 23:59", "zone": "America/Los_Angeles"}, "first", "Please check the year 9999."),
        ({"first": "0001-01-01 00:00", "zone": "Asia/Tokyo"}, "first", "Please check the year 1."),
        ({"zone": "+02:00"}, "zone", "There is no zone “+02:00”. Choose one from the list."),
        ({"zone": "../etc"}, "zone", "There is no zone “../etc”. Choose one from the list."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(press, fields, field, words):
    form = press(**{"first": wall(THAT_DAY), **fields, "confirm": "1"}).context["form"]

    assert form.errors[field] == [words]
    assert form["every_days"].value() == "4"


def test_a_night_on_which_clocks_change_is_explained(press):
    answer = press(first="2029-03-25T02:30", zone="Europe/Berlin")

    assert "02:30 does not exist that night: clocks go forward. It goes live at 03:00." in answer.content.decode()


def test_one_part_that_may_not_go_live_keeps_all_of_them_back(waiting, press):
    page = waiting.parts["after"].article
    page.content_notes = ["abuse"]
    page.save()
    page.save_revision()

    answer = press(first=wall(THAT_DAY), confirm="1")

    assert "Nothing was published or planned." in str(answer.context["form"].non_field_errors())
    assert approved(waiting.parts["back"]) is None


def editor(world, *permissions):
    group = Group.objects.create(name="Some")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for name in permissions:
        GroupPagePermission.objects.create(
            group=group, page=world.all_series.get_parent(), permission=Permission.objects.get(codename=name)
        )
    user = type(world.staff["mara"]).objects.create_user("nia", "nia@example.org", "a long password for tests")
    user.groups.add(group)
    return user


def test_who_may_edit_but_not_publish_is_told_so(waiting, client):
    client.force_login(editor(waiting, "change_page"))
    fields = {"mode": "now", "zone": "UTC", "confirm": "1"}

    answer = client.post(f"/admin/series/{waiting.sequence.pk}/release/", fields)

    assert "You may not publish" in answer.content.decode()
    assert ArticlePage.objects.get(title="Afterword").live is False


@pytest.mark.parametrize("path", ["/admin/series/{}/release/"])
def test_who_may_not_edit_the_series_sees_nothing(waiting, client, path):
    client.force_login(editor(waiting))

    assert client.get(path.format(waiting.sequence.pk)).status_code in {302, 403}


def test_a_series_that_is_out_has_nothing_to_plan(world, client):
    client.force_login(world.staff["mara"])

    answer = client.get(f"/admin/series/{world.pair.pk}/release/")

    assert "Every part is live. There is nothing to plan." in answer.content.decode()


def test_a_contrast_is_offered_as_one_step(waiting, client):
    client.force_login(waiting.staff["mara"])
    for side in "ab":
        page = waiting.add_article(f"Rest {side}", live=False)
        SeriesPart.objects.create(series=waiting.pair, article=page, side=side, sort_order=8)

    shown = client.get(f"/admin/series/{waiting.pair.pk}/release/")
    assert shown.context["form"]["mode"].value() == "together"
    assert "a side alone is half a thought" in shown.content.decode()


def test_all_parts_together_have_one_moment(waiting, press):
    press(mode="together", together_on=wall(THAT_DAY), confirm="1")

    first, second = approved(waiting.parts["back"]), approved(waiting.parts["after"])
    assert first is not None
    assert first == second


def test_together_without_a_date_is_asked_for_it(press):
    assert press(mode="together").context["form"].errors["together_on"] == ["Choose the day and time."]


def planned_by_hand(waiting, press):
    back, after = waiting.parts["back"], waiting.parts["after"]
    press(mode="by_hand", confirm="1", zone="UTC", **at(back, THAT_DAY), **at(after, THAT_DAY + timedelta(days=4)))
    return back, after


def test_moving_a_part_offers_to_shift_what_comes_after_it(waiting, press):
    back, after = planned_by_hand(waiting, press)
    moved = {
        **at(back, THAT_DAY + timedelta(days=3)),
        **at(after, THAT_DAY + timedelta(days=4)),
        "mode": "by_hand",
        "zone": "UTC",
    }

    answer = press(**moved)
    assert "goes 3 days later. What comes after it keeps its date." in answer.content.decode()

    answer = press(**moved, shift="1")
    assert answer.context["form"][f"at_{after.uuid}"].value() == wall(THAT_DAY + timedelta(days=7))
    assert approved(after) == THAT_DAY + timedelta(days=4)  # nothing shifts silently


def test_a_part_that_would_overtake_the_next_one_may_take_it_along(waiting, press):
    back, after = planned_by_hand(waiting, press)
    moved = {**at(back, THAT_DAY + timedelta(days=6)), **at(after, THAT_DAY + timedelta(days=4))}

    answer = press(mode="by_hand", zone="UTC", **moved)
    assert "out_of_order" in answer.context["form"].errors
    assert answer.context["form"].shift.distance == "6 days later"
