import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from series.models import SeriesPage, SeriesPart
from series.models.places import places_of, view_of, views_of


def words(series):
    return [(part.short_title or part.title, part.words) for part in view_of(series, now=timezone.now()).parts]


def place(article):
    (found,) = places_of([article], now=timezone.now())[article.pk]
    return found


def test_a_draft_holds_its_place_and_has_no_number(world):
    assert words(world.sequence) == [("What is burnout?", "Part 1 of 3"), ("Signs", "Part 2 of 3")]


def test_a_planned_part_is_announced_with_its_date_and_without_an_address(world, plan, soon):
    plan(world.parts["back"])

    coming = place(world.parts["signs"].article).next

    assert (coming.title, coming.state, coming.url) == ("Coming back slowly", "announced", None)
    assert coming.publishes_at == soon


def test_an_announced_title_is_the_one_that_was_approved(world, plan):
    part = plan(world.parts["back"])
    draft = part.article.get_latest_revision_as_object()
    draft.title = "Not approved yet"
    draft.save_revision()

    assert place(world.parts["signs"].article).next.title == "Coming back slowly"


def test_a_planned_part_is_not_mentioned_where_nothing_is_announced(world, plan):
    plan(world.parts["back"])
    SeriesPage.objects.filter(pk=world.sequence.pk).update(announce="hidden")

    assert place(world.parts["signs"].article).next is None


def test_a_part_that_would_be_past_its_end_by_then_is_not_announced(world, soon):
    draft = world.parts["back"].article.get_latest_revision_as_object()
    draft.expire_at = timezone.now()
    draft.save_revision(approved_go_live_at=soon)

    assert len(words(world.sequence)) == 2


def test_dragging_changes_the_numbers_everywhere_at_once(world):
    SeriesPart.objects.filter(pk=world.parts["signs"].pk).update(sort_order=-1)

    assert words(world.sequence) == [("Signs", "Part 1 of 3"), ("What is burnout?", "Part 2 of 3")]
    assert place(world.parts["what"].article).previous.title == "Signs"


@pytest.mark.parametrize(("planned", "expected"), [(None, ["Part 1", "Part 2"]), (3, ["Part 1 of 3", "Part 2 of 3"])])
def test_the_numbers_close_up_when_the_middle_part_goes(world, planned, expected):
    world.parts["back"].article.live = True
    world.parts["back"].article.save()
    world.sequence.planned_total = planned
    world.sequence.save()

    world.parts["signs"].article.unpublish()

    assert [numbered for _, numbered in words(world.sequence)] == expected


def test_a_private_part_is_a_draft_to_readers(world):
    page = world.parts["signs"].article
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert [title for title, _ in words(world.sequence)] == ["What is burnout?"]


def test_a_part_past_its_end_is_a_draft_to_readers_before_anybody_took_it_down(world):
    page = world.parts["signs"].article
    page.expire_at = timezone.now()
    page.save()

    assert [title for title, _ in words(world.sequence)] == ["What is burnout?"]


@pytest.mark.parametrize("change", [{"live": False}, {"expired": True, "live": False}])
def test_a_series_that_nobody_may_read_is_not_named_by_its_parts(world, change):
    SeriesPage.objects.filter(pk=world.sequence.pk).update(**change)

    assert places_of([world.parts["signs"].article], now=timezone.now())[world.parts["signs"].article_id] == []


def test_each_side_of_a_contrast_leads_to_the_other(world):
    found = place(world.parts["is"].article)

    assert (found.words, found.previous, found.next) == ("IS", None, None)
    assert (found.counterpart.title, found.counterpart.label) == ("What an apology is not", "IS NOT")


def test_the_other_side_is_never_named_while_it_is_a_draft(world):
    world.parts["is_not"].article.unpublish()

    assert place(world.parts["is"].article).counterpart is None
    assert [label for label, _ in view_of(world.pair, now=timezone.now()).sides] == ["IS"]


def test_a_part_keeps_its_uuid_when_dragged_drafted_and_published(world):
    part = world.parts["signs"]
    before = part.uuid

    world.sequence.refresh_from_db()
    world.sequence.parts.set(reversed(world.sequence.parts.all()))
    world.sequence.save_revision().publish()
    part.article.unpublish()
    part.article.save_revision().publish()

    assert SeriesPart.objects.get(article=part.article).uuid == before


def test_an_article_may_be_in_a_sequence_and_two_collections(world):
    article = world.parts["signs"].article
    for title in ("Start here", "Short ones"):
        world.all_series.add_child(
            instance=SeriesPage(title=title, kind="collection", parts=[SeriesPart(article=article)])
        )

    found = places_of([article], now=timezone.now())[article.pk]

    assert [one.series.title for one in found] == ["After the Long Year", "Short ones", "Start here"]
    assert [one.words for one in found] == ["Part 2 of 3", "", ""]


def test_forty_three_parts_cost_no_more_queries_than_two(world, django_assert_max_num_queries):
    for number in range(41):
        page = world.add_article(f"Number {number}")
        SeriesPart.objects.create(series=world.sequence, article=page, sort_order=10 + number)

    with django_assert_max_num_queries(5):
        view = views_of([world.sequence, world.pair], now=timezone.now())[world.sequence.pk]

    assert (len(view.parts), view.parts[-1].words) == (43, "Part 43 of 43")


def test_a_series_of_one_part_has_nothing_beside_it(world):
    article = world.add_article("Only one")
    series = SeriesPage(title="After the Long Year", slug="again", parts=[SeriesPart(article=article)])
    world.all_series.add_child(instance=series)

    found = place(article)

    assert (found.words, found.previous, found.next, found.series.pk) == ("Part 1", None, None, series.pk)
