import pytest
from wagtail.contrib.redirects.models import Redirect

from cms.core.findings import asks, fingerprint
from cms.models import Tick
from series.models import ArticlePage, SeriesPage, Split
from series.models.publishing import findings_of

LONG = "<p>" + "word " * 700 + "</p>"


def heading(text):
    return {"type": "heading", "value": {"text": text, "level": "2", "kind": "statement"}}


def text(body):
    return {"type": "text", "value": {"body": body, "role": "body"}}


@pytest.fixture
def long(world, client):
    """A text of nine minutes with two headings to cut at."""
    client.force_login(world.staff["mara"])
    blocks = [
        text(LONG),
        heading("Sleep"),
        text(LONG),
        heading("Eat"),
        text(LONG),
        text("<p>See the next section.</p>"),
    ]
    page = world.add_article("Coming home", blocks=blocks, slug="coming-home", content_notes=["work"])
    found = findings_of(page)
    for question in asks(found):
        Tick.objects.give(page, found, key=fingerprint(question), by=world.staff["mara"])
    return page


@pytest.fixture
def press(long, client):
    def send(**fields):
        sleep, eat = long.body[1].id, long.body[3].id
        given = {"revision": long.latest_revision_id, "first": "Begin"}
        given |= {f"cut_{sleep}": "on", f"name_{sleep}": "Sleeping", f"cut_{eat}": "on", f"name_{eat}": "Eating"}
        given |= {key.format(sleep=sleep, eat=eat): value for key, value in fields.items()}
        return client.post(f"/admin/articles/{long.pk}/split/", given)

    return send


@pytest.fixture
def done(press, long):
    press()
    return Split.objects.get(article=long)


@pytest.fixture
def step(done, client):
    return lambda name: client.post(f"/admin/articles/{done.article_id}/split/", {"step": name}, follow=True)


def parts(row):
    return [place.article for place in row.series.parts.all()]


def test_preflight_offers_it_for_a_long_text_alone(long, world, client):
    short = world.add_article("Short", blocks=[text("<p>One.</p>"), heading("Two"), text("<p>Three.</p>")])
    offers = [client.get(f"/admin/articles/{page.pk}/preflight/").content.decode() for page in (long, short)]

    assert f'href="/admin/articles/{long.pk}/split/"' in offers[0]
    assert "/split/" not in offers[1]


def test_a_letter_above_the_warning_is_offered_it_though_it_is_quick_to_read(world, client):
    client.force_login(world.staff["mara"])
    bulky = text("<p>" + f'<a href="https://example.org/{"a" * 1900}">word</a> ' * 60 + "</p>")
    page = world.add_article("Bulky", blocks=[bulky, heading("Two"), bulky])

    assert (
        "bytes, and mail programs cut long letters"
        in client.get(f"/admin/articles/{page.pk}/preflight/").content.decode()
    )


def test_the_parts_hold_every_block_once_in_order_with_its_id(done, long):
    found = [block for part in parts(done) for block in part.body.get_prep_value()]

    assert [part.title for part in parts(done)] == ["Begin", "Sleeping", "Eating"]
    assert found == long.body.get_prep_value()


def test_everything_is_a_draft_and_the_article_stays_as_it_is(done, long):
    now = ArticlePage.objects.get(pk=long.pk)

    assert now.live
    assert now.latest_revision_id == long.latest_revision_id
    assert [page.live for page in (done.series, *parts(done))] == [False] * 4
    assert done.series.kind == "sequence"
    assert [part.content_notes for part in parts(done)] == [["work"]] * 3


def test_words_that_point_to_another_section_are_flagged(done, long, client):
    page = client.get(f"/admin/articles/{long.pk}/split/")

    assert [(part.title, pointer.passage) for part, pointer in page.context["flagged"]] == [
        ("Eating", "See the next section")
    ]


def test_a_heading_without_a_tick_stays_inside_its_part(press, long):
    press(**{"cut_{eat}": ""})

    assert [part.title for part in parts(Split.objects.get(article=long))] == ["Begin", "Sleeping"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"cut_{eat}": "", "cut_{sleep}": ""}, "Tick at least one heading"),
        ({"name_{eat}": " "}, "Give this part a name."),
        ({"revision": "1"}, "The article was saved meanwhile."),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is_made(press, fields, words):
    before = ArticlePage.objects.count()

    assert words in press(**fields).content.decode()
    assert (ArticlePage.objects.count(), Split.objects.count()) == (before, 0)


def test_swapped_the_old_address_leads_to_the_series(done, step, client):
    step("swap")
    answer = client.get("/articles/coming-home/")

    assert answer.status_code == 301
    assert answer.url == SeriesPage.objects.get(pk=done.series_id).url
    assert all(part.live for part in parts(done))


def test_a_part_that_may_not_be_published_keeps_the_swap_back_whole(done, step, long):
    part = parts(done)[1]
    part.content_notes = ["abuse"]
    part.save_revision()
    answer = step("swap")

    assert "Nothing was changed." in answer.content.decode()
    assert ArticlePage.objects.get(pk=long.pk).live
    assert not any(page.live for page in parts(done))
    assert not Redirect.objects.exists()


def test_brought_back_the_article_answers_at_its_address_again(done, step, client):
    step("swap")
    step("swap_back")

    assert client.get("/articles/coming-home/").status_code == 200
    assert not SeriesPage.objects.get(pk=done.series_id).live
    assert not Redirect.objects.exists()


def test_undone_nothing_of_it_is_left_but_the_article(done, step, long):
    made = [page.pk for page in (done.series, *parts(done))]
    step("undo")

    assert not ArticlePage.objects.filter(pk__in=made).exists()
    assert not SeriesPage.objects.filter(pk__in=made).exists()
    assert not Split.objects.exists()
    assert ArticlePage.objects.get(pk=long.pk).live


def test_undo_leaves_what_somebody_worked_on_and_names_it(done, step):
    parts(done)[1].save_revision()
    answer = step("undo")

    assert "“Sleeping” was edited or published since." in answer.content.decode()
    assert len(parts(done)) == 3


def test_who_may_not_edit_the_article_sees_nothing(long, client, django_user_model):
    client.force_login(django_user_model.objects.create_user("eve", "eve@example.org", "a long password for tests"))

    assert client.get(f"/admin/articles/{long.pk}/split/").status_code in {302, 403}
