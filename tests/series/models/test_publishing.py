import json
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.blocks.loading import load_stream
from cms.core.findings import asks, fingerprint
from cms.models import SiteIdentity, SupportLine, Tick
from series.models.article_form import asks_for_review, is_publishing
from series.models.publishing import PublishStopped, findings_of, refuse_unready
from series.publish import publish

TOLD = {"type": "vignette", "value": {"label": "A Tuesday", "body": "<p>Ines waits.</p>", "basis": "unset"}}
TEXT = {"type": "text", "value": {"body": "<p>Rest a while.</p>"}}
UNKNOWN = json.dumps([{"type": "text", "value": {"body": "<p>Kept.</p>"}}, {"type": "bogus", "value": {"a": 1}}])
WORDS = "This story does not say where it comes from."


@pytest.fixture
def told(world):
    return world.add_article("Told", live=False, blocks=[TOLD])


def form(page, *, basis, **more):
    story = {
        "label": "A Tuesday",
        "body": '{"blocks":[{"key":"a","text":"Ines waits.","type":"unstyled"}],"entityMap":{}}',
    }
    settings = {"anchor": "", "shown_in": "everywhere"}
    fields = {
        "title": page.title,
        "slug": page.slug,
        "body": streamfield([("vignette", {**story, "people": "", "basis": basis, **settings})]),
        "authorships": inline_formset([]),
        "comments": inline_formset([]),
        "support": "auto",
    }
    return nested_form_data(fields) | more


def test_the_form_says_so_beside_the_block_and_keeps_what_was_typed(world, told, client):
    client.force_login(world.staff["mara"])
    data = form(told, basis="unset", **{"action-publish": "1"}) | {"subtitle": "Typed just now"}

    answer = client.post(f"/admin/pages/{told.pk}/edit/", data).content.decode()

    told.refresh_from_db()
    assert WORDS in answer
    assert "Typed just now" in answer
    assert told.live is False


def test_a_draft_may_lack_what_publishing_asks_for(world, told, client):
    client.force_login(world.staff["mara"])

    answer = client.post(f"/admin/pages/{told.pk}/edit/", form(told, basis="unset"))

    assert answer.status_code == 302


def test_the_form_publishes_what_is_whole(world, told, client):
    client.force_login(world.staff["mara"])

    client.post(f"/admin/pages/{told.pk}/edit/", form(told, basis="invented", **{"action-publish": "1"}))

    told.refresh_from_db()
    assert told.live is True


def test_code_that_publishes_a_revision_is_stopped(told):
    with pytest.raises(PublishStopped, match=WORDS):
        told.save_revision().publish()

    told.refresh_from_db()
    assert told.live is False


def test_our_verb_is_stopped_before_anything_is_planned(told, soon):
    with pytest.raises(PublishStopped):
        publish(told, at=soon)

    assert not told.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_the_release_command_leaves_it_and_says_why(told, capsys):
    told.save_revision(approved_go_live_at=timezone.now())
    call_command("publish_scheduled")

    told.refresh_from_db()
    assert told.live is False
    assert WORDS in capsys.readouterr().out


def test_ticking_many_pages_is_stopped_as_well(world, told, client):
    client.force_login(world.staff["mara"])
    answer = client.post(f"/admin/bulk/wagtailcore/page/publish/?id={told.pk}&next=/admin/", follow=True)

    told.refresh_from_db()
    assert WORDS in answer.content.decode()
    assert told.live is False


def test_a_live_article_that_lost_what_it_needs_can_still_be_saved_and_taken_down(world):
    page = world.add_article("Live", content_notes=["abuse"])
    page.subtitle = "Changed"
    page.save()
    page.unpublish()

    assert page.live is False


def test_support_lines_of_the_site_decide_today(world, rf):
    page = world.add_article("Hard", live=False, content_notes=["suicide"])
    before = [finding.check for finding in findings_of(page)]
    SiteIdentity.objects.update(countries="GB")
    SupportLine.objects.create(country="GB", name="Samaritans", phone="116 123")

    assert before == ["S1"]
    assert findings_of(page) == ()


@pytest.fixture
def asked(world):
    """A draft with one question: a heading that skips a level."""
    heading = {"type": "heading", "value": {"text": "Deep down", "level": "3"}}
    return world.add_article("Deep", live=False, blocks=[heading, TEXT])


def tick_all(page, by):
    found = findings_of(page.get_latest_revision_as_object())
    for question in asks(found):
        Tick.objects.give(page, found, key=fingerprint(question), by=by)


def test_a_question_that_nobody_looked_at_keeps_an_article_back(asked):
    with pytest.raises(PublishStopped, match="save the draft and tick the question"):
        publish(asked)

    asked.refresh_from_db()
    assert asked.live is False


def test_once_a_named_person_has_looked_it_is_published(world, asked):
    tick_all(asked, world.staff["mara"])
    publish(asked)

    asked.refresh_from_db()
    assert asked.live is True


def test_other_words_ask_again(world, asked):
    tick_all(asked, world.staff["mara"])
    asked.body[0].value["text"] = "Further down"
    asked.save_revision()

    with pytest.raises(PublishStopped):
        publish(asked)


def test_the_form_names_the_question_and_how_to_tick_it(world, asked, client):
    client.force_login(world.staff["mara"])
    data = form(asked, basis="invented", **{"action-publish": "1"}) | {"body-count": "1"}
    data |= nested_form_data(
        {"body": streamfield([("heading", {"text": "Deep down", "level": "3", "kind": "statement", "anchor": ""})])}
    )

    answer = client.post(f"/admin/pages/{asked.pk}/edit/", data).content.decode()
    assert "tick the question in the preflight panel" in answer
    asked.refresh_from_db()
    assert asked.live is False


def test_a_review_may_be_asked_for_while_a_question_is_open(world, asked):
    assert not asks_for_review({"action-publish": "1"})
    assert asks_for_review({"action-submit": "1"})
    assert not is_publishing({"action-submit": "1"})


@pytest.fixture
def pictured(world, settings, tmp_path):
    """A draft with a picture and a cover, whose files are lost."""
    settings.MEDIA_ROOT = tmp_path
    data = BytesIO()
    Pillow.new("RGB", (60, 40)).save(data, "PNG")
    lost = get_image_model().objects.create(title="Lost", file=ImageFile(data, name="lost.png"))
    lost.file.storage.delete(lost.file.name)
    block = {"type": "image", "value": {"image": {"image": lost.pk, "alt_text": "A cup", "decorative": False}}}
    return world.add_article("Pictured", live=False, blocks=[block], cover=lost, cover_alt="A dark hill")


def test_an_article_whose_picture_lost_its_file_is_not_published(pictured):
    with pytest.raises(PublishStopped, match="The file of this picture is gone") as stopped:
        publish(pictured)

    assert {finding.field for finding in stopped.value.findings} == {"image", "cover"}


def test_the_preflight_panel_says_that_a_file_is_gone(world, pictured, client):
    client.force_login(world.staff["mara"])

    assert "The file of the cover is gone." in client.get(f"/admin/articles/{pictured.pk}/preflight/").content.decode()


def test_a_page_that_is_public_already_describes_what_was_lost(world, pictured, client):
    type(pictured).objects.filter(pk=pictured.pk).update(live=True)
    html = client.get(pictured.url).content.decode()

    assert "not-found" not in html
    assert '<p class="gap">A cup</p>' in html
    assert '<p class="gap">A dark hill</p>' in html


@pytest.fixture
def bogus(world):
    """An article of which a block is stored that this site does not know any more."""
    page = world.add_article("Old", live=False, blocks=[TEXT])
    page.save_revision()
    page.latest_revision.content["body"] = UNKNOWN
    page.latest_revision.save()
    return page


def test_a_block_of_an_unknown_kind_is_told_and_never_lost_by_a_save(world, bogus, client):
    client.force_login(world.staff["mara"])
    answer = client.post(f"/admin/pages/{bogus.pk}/edit/", form(bogus, basis="invented"))

    assert "there is no such block. Nothing was saved, because saving would lose it" in answer.content.decode()
    bogus.refresh_from_db()
    assert "bogus" in bogus.latest_revision.content["body"]
    assert "E2" in [finding.check for finding in findings_of(bogus)]


def test_a_block_of_an_unknown_kind_is_told_of_a_page_that_has_no_revision(world):
    page = world.add_article("Old", live=False, blocks=[TEXT])
    type(page).objects.filter(pk=page.pk).update(latest_revision=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE series_articlepage SET body = %s WHERE page_ptr_id = %s", [UNKNOWN, page.pk])

    assert "E2" in [finding.check for finding in findings_of(type(page).objects.get(pk=page.pk))]


def test_a_link_to_a_page_that_was_deleted_is_asked_about(world):
    here, gone = world.parts["signs"].article_id, 99_999
    words = f'<p><a linktype="page" id="{gone}">Gone</a> <a linktype="page" id="{here}">Here</a></p>'
    button = {"label": "Rest", "target": {"page": gone}}
    page = world.add_article("Links", live=False, blocks=[TEXT | {"value": {"body": words}}])
    page.body = load_stream(
        [{"type": "text", "value": {"body": words}}, {"type": "action", "value": button}], block=page.body.stream_block
    )

    told = [finding.words for finding in findings_of(page) if finding.check == "L4"]
    assert told == [
        "The link “Gone” leads to a page that is not there any more.",
        "The link “Rest” leads to a page that is not there any more.",
    ]


@pytest.mark.parametrize("blocks", [[], [{"type": "heading", "value": {"text": "Signs"}}]])
def test_an_article_without_words_is_not_published(world, blocks):
    page = world.add_article("Nothing yet", live=False)
    page.body = load_stream(blocks, block=page.body.stream_block)

    with pytest.raises(PublishStopped, match="There are no words here yet"):
        refuse_unready(page)
