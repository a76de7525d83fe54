from datetime import timedelta

from wagtail.models import Page

from cms.clock import database_now
from cms.rich_text import targets
from tests.cms.conftest import BASE


def test_many_pages_cost_one_look(add_page, django_assert_max_num_queries):
    pages = [add_page(f"page-{n}") for n in range(5)]

    with django_assert_max_num_queries(4):
        found = targets.pages([page.pk for page in pages], base=BASE)

    assert found[pages[0].pk].href == "https://site.example.org/page-0/"
    assert all(target.reachable for target in found.values())


def test_a_page_past_its_end_leads_nowhere_also_before_anybody_took_it_down(add_page):
    page = add_page("over")
    Page.objects.filter(pk=page.pk).update(expire_at=database_now())
    coming = add_page("coming")
    Page.objects.filter(pk=coming.pk).update(expire_at=database_now() + timedelta(days=1))

    assert not targets.page(page.pk, base=BASE).reachable
    assert not targets.web(page.full_url, base=BASE).reachable
    assert targets.page(coming.pk, base=BASE).reachable


def test_a_phone_number_is_dialled_without_its_spaces():
    assert targets.phone("+44 (20) 7946 0018").href == "tel:+442079460018"


def test_nothing_written_is_no_fault():
    assert targets.web("", base=BASE).reachable
    assert not targets.web("javascript:x", base=BASE).reachable
