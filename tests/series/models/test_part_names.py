"""An article that returns to its series is the part that it was."""

from wagtail.models import Page

from series.models import SeriesPage, SeriesPart
from tests.series.models.test_membership import form_data, row


def save(world, client, parts, **more):
    client.force_login(world.staff["mara"])
    series = SeriesPage.objects.get(pk=world.sequence.pk)
    answer = client.post(f"/admin/pages/{series.pk}/edit/", form_data(series, parts, **more))
    assert answer.status_code == 302
    series.refresh_from_db()
    return {part.article_id: part for part in series.get_latest_revision_as_object().parts.all()}


def rows(world, *names):
    return [row(world.parts[name]) for name in names]


PUBLISH = {"action-publish": "1"}


def test_taken_out_and_added_again_in_one_save_it_keeps_its_uuid(world, client):
    signs = world.parts["signs"]
    parts = [*rows(world, "what"), {**row(signs), "DELETE": "on"}, *rows(world, "back"), {"article": signs.article_id}]

    found = save(world, client, parts, **PUBLISH)

    assert found[signs.article_id].uuid == signs.uuid
    assert SeriesPart.objects.get(article=signs.article).uuid == signs.uuid


def test_taken_out_published_and_added_again_later_it_keeps_its_uuid(world, client):
    signs = world.parts["signs"]
    save(world, client, rows(world, "what", "signs", "back"), **PUBLISH)
    parts = [*rows(world, "what"), {**row(signs), "DELETE": "on"}, *rows(world, "back")]
    save(world, client, parts, **PUBLISH)
    assert not SeriesPart.objects.filter(article=signs.article).exists()

    save(world, client, [*rows(world, "what", "back"), {"article": signs.article_id}], **PUBLISH)

    assert SeriesPart.objects.get(article=signs.article).uuid == signs.uuid


def test_a_uuid_that_went_to_another_series_stays_there(world, client):
    signs = world.parts["signs"]
    save(world, client, rows(world, "what", "signs", "back"), **PUBLISH)
    other = SeriesPage(title="Other")
    world.all_series.add_child(instance=other)
    SeriesPart.objects.filter(pk=signs.pk).update(series=other, exclusive=False)
    Page.objects.filter(pk=other.pk).update(live=False)
    SeriesPage.objects.filter(pk=other.pk).update(kind="collection")

    save(world, client, [*rows(world, "what", "back"), {"article": signs.article_id}], **PUBLISH)

    uuids = set(SeriesPart.objects.filter(article=signs.article).values_list("uuid", flat=True))
    assert len(uuids) == 2


def test_a_new_article_has_a_uuid_of_its_own(world, client):
    page = world.add_article("Quite new")

    found = save(world, client, [*rows(world, "what", "signs", "back"), {"article": page.pk}])

    assert found[page.pk].uuid not in {part.uuid for part in world.parts.values()}
