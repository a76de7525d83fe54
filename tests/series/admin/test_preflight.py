import pytest
from django.contrib.auth.models import Permission

from cms.models import Tick

TOLD = {"type": "vignette", "value": {"label": "A Tuesday", "body": "<p>Ines waits.</p>", "basis": "unset"}}


@pytest.fixture
def page(world, client):
    client.force_login(world.staff["mara"])
    return world.add_article("Told", live=False, blocks=[TOLD])


def test_the_panel_stands_beside_the_editor_and_loads_by_itself(page, client):
    editor = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert f'data-preflight-url="/admin/articles/{page.pk}/preflight/"' in editor
    assert 'data-side-panel-toggle="preflight"' in editor
    assert "series/preflight.js" in editor
    assert "does not say where it comes from" not in editor


def test_a_new_article_has_the_panel_in_its_place_which_waits_for_the_first_save(page, world, client):
    editor = client.get(f"/admin/pages/add/series/articlepage/{world.articles.pk}/").content.decode()

    assert 'data-side-panel="preflight"' in editor
    assert 'data-preflight-url=""' in editor
    assert "the draft saves itself, and the checks look at it here" in editor
    assert "series/preflight.js" in editor


def test_what_the_first_autosave_brings_fills_the_panel(page, client):
    partials = client.get(f"/admin/pages/{page.pk}/edit/?_w_hydrate_create_view=1").content.decode()

    assert "[data-side-panel='preflight']" in partials.replace("&#x27;", "'")
    assert f'data-preflight-url="/admin/articles/{page.pk}/preflight/"' in partials


def test_it_shows_the_worst_first_with_a_way_to_the_block_and_counts(page, client):
    answer = client.get(f"/admin/articles/{page.pk}/preflight/")
    block = page.body[0].id

    assert answer["X-Findings"] == "1"
    assert "This story does not say where it comes from." in answer.content.decode()
    assert f'href="#block-{block}-section"' in answer.content.decode()


def test_it_looks_at_the_newest_draft(page, client):
    page.body[0].value["basis"] = "invented"
    page.save_revision()

    assert client.get(f"/admin/articles/{page.pk}/preflight/")["X-Findings"] == "0"


def test_who_may_not_edit_the_page_is_told_nothing_of_it(page, client, django_user_model):
    colleague = django_user_model.objects.create_user("eve", "eve@example.org", "a long password for tests")
    colleague.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(colleague)

    answer = client.get(f"/admin/articles/{page.pk}/preflight/")

    assert "X-Findings" not in answer
    assert b"where it comes from" not in answer.content


def test_an_editor_costs_no_more_queries_than_before(page, client, django_assert_max_num_queries):
    client.get(f"/admin/pages/{page.pk}/edit/")

    with django_assert_max_num_queries(70):
        client.get(f"/admin/pages/{page.pk}/edit/")


@pytest.fixture
def deep(world, client):
    """The address of the panel of an article with one question: where its heading stands."""
    client.force_login(world.staff["mara"])
    heading = {"type": "heading", "value": {"text": "Deep down", "level": "3"}}
    return world.add_article("Deep", live=False, blocks=[heading])


def _button(answer, name):
    return answer.content.decode().split(f'name="{name}" value="')[1].split('"')[0]


def test_a_question_is_ticked_shown_and_taken_back(deep, client):
    panel = f"/admin/articles/{deep.pk}/preflight/"
    asked = client.get(panel)
    ticked = client.post(panel, {"tick": _button(asked, "tick")})

    assert "Looked at by mara, " in ticked.content.decode()
    assert int(ticked["X-Findings"]) == int(asked["X-Findings"]) - 1
    assert client.post(panel, {"untick": _button(ticked, "untick")})["X-Findings"] == asked["X-Findings"]


def test_a_tick_holds_until_its_passage_changes(deep, client):
    panel = f"/admin/articles/{deep.pk}/preflight/"
    client.post(panel, {"tick": _button(client.get(panel), "tick")})

    deep.title = "Deeper"
    deep.save_revision()
    assert "Looked at by" in client.get(panel).content.decode()

    deep.body[0].value["text"] = "Further down"
    deep.save_revision()
    assert "Looked at by" not in client.get(panel).content.decode()


def test_who_may_not_edit_the_page_ticks_nothing(deep, client, django_user_model):
    panel = f"/admin/articles/{deep.pk}/preflight/"
    key = _button(client.get(panel), "tick")
    colleague = django_user_model.objects.create_user("eve", "eve@example.org", "a long password for tests")
    colleague.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(colleague)
    client.post(panel, {"tick": key})

    assert not Tick.objects.exists()
