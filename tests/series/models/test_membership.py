import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from series.models import ArticlePage, SeriesPage, SeriesPart

TAKEN = "“Signs” is already a part of “After the Long Year”."


def form_data(series, parts, **more):
    fields = {
        "title": series.title,
        "slug": series.slug,
        "kind": series.kind,
        "status": "ongoing",
        "announce": "hidden",
        "label_word": "Part",
        "side_a_label": "IS",
        "side_b_label": "IS NOT",
        "intro": streamfield([]),
        "comments": inline_formset([]),
        "parts": inline_formset(parts, initial=sum("id" in part for part in parts)),
        **more,
    }
    return nested_form_data(fields)


def row(part):
    return {"id": part.pk, "article": part.article_id, "side": part.side}


def test_an_article_in_a_second_sequence_is_refused_with_the_name_of_the_first(world):
    second = SeriesPage(title="Again", parts=[SeriesPart(article=world.parts["signs"].article)])

    with pytest.raises(ValidationError, match=TAKEN):
        world.all_series.add_child(instance=second)


def test_a_draft_that_is_being_edited_holds_its_articles_too(world):
    alone = ArticlePage.objects.get(slug="alone")
    SeriesPage.objects.filter(pk=world.pair.pk).update(kind="sequence")
    draft = SeriesPage.objects.get(pk=world.pair.pk)
    draft.parts.add(SeriesPart(article=alone))
    draft.save_revision()
    second = SeriesPage(title="Again", parts=[SeriesPart(article=alone)])

    with pytest.raises(ValidationError, match="“Two sisters, one phone” is already a part of “An apology”"):
        world.all_series.add_child(instance=second)


def test_the_database_refuses_what_two_editors_save_in_the_same_moment(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        SeriesPart.objects.create(series=world.pair, article=world.parts["signs"].article)


def test_publishing_asks_again(world):
    alone = ArticlePage.objects.get(slug="alone")
    world.pair.parts.add(SeriesPart(article=alone, side="a"))
    revision = world.pair.save_revision()
    SeriesPart.objects.create(series=world.sequence, article=alone, sort_order=9)

    with pytest.raises(ValidationError, match="is already a part of “After the Long Year”"):
        revision.publish()


def test_the_form_names_the_other_series_beside_the_part(world, client):
    client.force_login(world.staff["mara"])
    rows = [row(world.parts["is"]), row(world.parts["is_not"]), {"article": world.parts["signs"].article_id}]

    answer = client.post(f"/admin/pages/{world.pair.pk}/edit/", form_data(world.pair, rows))

    assert TAKEN in answer.content.decode()
    assert world.pair.parts.count() == 2


def test_a_contrast_is_not_published_with_one_side(world, client):
    client.force_login(world.staff["mara"])
    data = form_data(world.pair, [row(world.parts["is"])]) | {"action-publish": "1"}

    answer = client.post(f"/admin/pages/{world.pair.pk}/edit/", data)

    assert "A contrast needs both its sides." in answer.content.decode()


def test_a_contrast_with_one_side_may_be_saved_as_a_draft(world, client):
    client.force_login(world.staff["mara"])

    answer = client.post(f"/admin/pages/{world.pair.pk}/edit/", form_data(world.pair, [row(world.parts["is"])]))

    assert answer.status_code == 302


def test_parts_follow_the_kind_of_their_series(world):
    world.sequence.kind = "collection"
    world.sequence.save()

    assert set(world.sequence.parts.values_list("exclusive", flat=True)) == {False}


def test_a_collection_that_shares_an_article_cannot_become_a_sequence(world):
    shared = SeriesPage(title="Mixed", kind="collection", parts=[SeriesPart(article=world.parts["signs"].article)])
    world.all_series.add_child(instance=shared)
    shared.kind = "sequence"

    with pytest.raises(ValidationError, match=TAKEN):
        shared.save()

    assert shared.parts.get().exclusive is False


def test_removing_a_part_keeps_the_article_and_its_address(world, client):
    article = world.parts["signs"].article
    world.parts["signs"].delete()

    assert client.get(article.url).status_code == 200
