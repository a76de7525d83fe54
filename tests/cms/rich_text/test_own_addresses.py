"""A pasted address of a page of ours is that page: what readers may not open leads nowhere and shows no slug."""

import pytest
from wagtail.models import Site

from cms.blocks.action import ActionBlock
from cms.rich_text import targets
from cms.rich_text.json import rich_json
from cms.rich_text.resolve import resolve
from tests.cms.conftest import BASE

HOST = "https://site.example.org"
WAYS = [
    f"{HOST}/secret/",
    f"{HOST}/secret",
    f"{HOST}/secret/?utm=x#step",
    f"{HOST}//secret/",
    f"{HOST}/x/../secret/",
    f"{HOST}/%73ecret/",
    f"{HOST}/Secret/",
    f"{HOST}/secret/print/",
    f"{HOST}/de/secret/",
    "http://SITE.example.org:8000/secret/",
    "http://site.example.org./secret/",
    "//site.example.org/secret/",
    "/secret/",
    "../secret/",
]


@pytest.mark.parametrize("hidden", [{"live": False}, {"private": True}])
@pytest.mark.parametrize("address", WAYS)
def test_a_page_that_readers_cannot_open_leads_nowhere(add_page, address, hidden):
    page = add_page("secret", **hidden)
    found = targets.web(address, base=BASE)

    assert (found.href, found.kind, found.page_id, found.reachable) == ("", "page", page.pk, False)


@pytest.mark.parametrize("address", [f"{HOST}/open/?a=1#step", f"{HOST}/open", f"{HOST}/de/open/"])
def test_a_public_page_keeps_its_address_as_written_and_is_known_by_its_id(add_page, address):
    page = add_page("open")
    found = targets.web(address, base=BASE)

    assert (found.href, found.kind, found.page_id) == (address, "page", page.pk)


@pytest.mark.parametrize("address", [f"{HOST}/media/a.png", f"{HOST}/feeds/", f"{HOST}/secrets/", f"{HOST}/open/more/"])
def test_an_address_of_ours_that_is_no_page_stays(add_page, address):
    add_page("open"), add_page("secret", live=False)
    found = targets.web(address, base=BASE)

    assert (found.href, found.kind, found.page_id) == (address, "web", None)


def test_the_same_path_on_a_host_of_others_is_not_ours(add_page):
    add_page("secret", live=False)

    assert targets.web("https://other.example/secret/", base=BASE).reachable


def test_every_name_of_our_own_counts(add_page, settings):
    page = add_page("secret", live=False)
    Site.objects.create(hostname="second.example.org", root_page=page.get_parent(), port=80)
    settings.ALLOWED_HOSTS = ["*", ".example.net", "Third.example.org"]
    settings.PARTWISE = {
        **settings.PARTWISE,
        "cms": {**settings.PARTWISE["cms"], "base_url": "https://letters.example"},
    }

    for host in ("second.example.org", "third.example.org", "letters.example"):
        assert not targets.web(f"https://{host}/secret/", base=BASE).reachable


def test_a_link_inside_the_page_needs_no_public_page(add_page):
    add_page("reading", live=False)

    assert targets.web("#step", base=BASE).href == f"{BASE}#step"


def test_rich_text_a_button_and_the_api_show_no_slug(add_page):
    add_page("secret", live=False)
    words = f'<p>See <a href="{HOST}/secret/">this</a></p>'
    button = ActionBlock().to_python({"label": "Read", "target": {"url": f"{HOST}/secret/"}})

    assert resolve(words, base=BASE).html == "<p>See this</p>"
    assert rich_json(words, base=BASE) == {"html": "<p>See this</p>", "text": "See this"}
    assert "secret" not in ActionBlock().render(button, {"base_url": BASE})
    assert ActionBlock().get_api_representation(button, {"base_url": BASE})["href"] is None


def test_many_addresses_cost_no_more_than_one(add_page, django_assert_max_num_queries):
    for n in range(5):
        add_page(f"page-{n}")

    with django_assert_max_num_queries(5):
        found = targets.webs([f"{HOST}/page-{n}/" for n in range(5)], base=BASE)

    assert all(target.page_id for target in found.values())
