from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction


def add_picture(name):
    data = BytesIO()
    Pillow.new("RGB", (8, 8)).save(data, "PNG")
    return get_image_model().objects.create(title=name, file=ImageFile(BytesIO(data.getvalue()), name=name))


def article(client, part):
    return client.get(f"/api/v2/articles/{part.article_id}/").json()


def test_an_article_tells_its_place_in_the_agreed_shape(world, client, plan, soon):
    plan(world.parts["back"])

    (place,) = article(client, world.parts["signs"])["series"]

    assert place == {
        "slug": "after-the-long-year",
        "title": "After the Long Year",
        "kind": "sequence",
        "position": 2,
        "of": 3,
        "label": "Part 2",
        "previous": {
            "slug": "what-is-burnout",
            "title": "What is burnout?",
            "url": "http://testserver/articles/what-is-burnout/",
        },
        "next": {
            "title": "Coming back slowly",
            "state": "announced",
            "publishes_at": soon.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "url": None,
        },
        "counterpart": None,
    }


def test_the_other_side_of_a_contrast_is_its_counterpart(world, client):
    (place,) = article(client, world.parts["is"])["series"]

    assert (place["label"], place["previous"], place["next"]) == ("IS", None, None)
    assert place["counterpart"]["slug"] == "what-an-apology-is-not"


def test_a_series_holds_all_its_parts_in_order_in_one_answer(world, client, plan):
    plan(world.parts["back"])

    answer = client.get(f"/api/v2/series/{world.sequence.pk}/").json()

    assert [(part["position"], part["label"], part["state"]) for part in answer["parts"]] == [
        (1, "Part 1", "live"),
        (2, "Part 2", "live"),
        (3, "Part 3", "announced"),
    ]
    assert answer["parts"][0]["id"] == str(world.parts["what"].uuid)
    assert answer["parts"][2]["article"] is None


def test_blocks_come_as_their_json_faces(world, client):
    (block,) = article(client, world.parts["signs"])["body"]

    assert set(block) == {"id", "type", "anchor", "value"}
    assert block["value"]["text"] == "Words about Signs."


@pytest.mark.parametrize("endpoint", ["pages", "articles", "series", "images"])
def test_a_parameter_that_nobody_knows_is_refused(world, client, endpoint):
    assert client.get(f"/api/v2/{endpoint}/?colour=red").status_code == 400


@pytest.mark.parametrize("endpoint", ["pages", "articles"])
def test_a_private_page_is_answered_to_nobody_logged_in_or_not(world, client, endpoint):
    page = world.parts["signs"].article
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    anonymous = client.get(f"/api/v2/{endpoint}/{page.pk}/").status_code
    client.force_login(world.staff["mara"])

    assert (anonymous, client.get(f"/api/v2/{endpoint}/{page.pk}/").status_code) == (404, 404)


def test_links_to_an_article_lead_to_its_own_endpoint(world, client):
    (found,) = [item for item in client.get("/api/v2/articles/").json()["items"] if item["title"] == "Signs"]

    assert found["meta"]["detail_url"] == f"http://testserver/api/v2/articles/{world.parts['signs'].article_id}/"


def test_empty_things_are_null_or_an_empty_list_and_never_missing(world, client):
    answer = article(client, world.parts["what"])

    assert (answer["subtitle"], answer["cover"], answer["disclaimer"]) == (None, None, None)
    assert (answer["authors"], answer["topics"], answer["support"]) == ([], [], [])


def test_a_picture_names_its_file_with_scheme_and_host(world, client):
    found = client.get("/api/v2/images/?fields=*").json()["items"]

    assert all(picture["meta"]["download_url"].startswith("http://testserver/") for picture in found)


def test_a_stored_text_above_1_mb_takes_neither_page_nor_api_down(world, client):
    article = world.add_article("Huge", words="x" * 1_000_001)

    for address in (article.url, f"/api/v2/articles/{article.pk}/", "/api/v2/articles/?fields=*"):
        assert client.get(address).status_code == 200


def test_a_picture_that_only_letters_show_is_not_listed(world, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    shown, mailed = add_picture("shown.png"), add_picture("mailed.png")
    world.add_article(
        "Two windows",
        blocks=[
            {"type": "image", "value": {"image": {"image": shown.pk, "decorative": True}}},
            {"type": "image", "value": {"image": {"image": mailed.pk, "decorative": True}, "shown_in": "email"}},
        ],
    )
    listed = [picture["id"] for picture in client.get("/api/v2/images/").json()["items"]]

    assert (shown.pk in listed, mailed.pk in listed) == (True, False)
    assert client.get(f"/api/v2/images/{mailed.pk}/").status_code == 404


@pytest.mark.parametrize(("is_private", "expected"), [(True, None), (False, "Signs")])
def test_a_page_that_repeats_another_names_it_only_where_anyone_may_read_it(world, client, is_private, expected):
    source = world.parts["signs"].article
    alias = source.create_alias(update_slug="signs-again")
    if is_private:
        PageViewRestriction.objects.create(page=source, restriction_type="login")

    found = client.get(f"/api/v2/articles/{alias.pk}/").json()["meta"]["alias_of"]

    assert (found and found["title"]) == expected
