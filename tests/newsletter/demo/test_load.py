from uuid import uuid4

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone

from cms.core.findings import Level
from newsletter.core.issue_state import State
from newsletter.demo.issues import issues
from newsletter.demo.load import load_newsletter
from newsletter.demo.readers import readers
from newsletter.models import Delivery, Issue, Newsletter, Subscriber
from series.models import ArticlePage, SeriesPart

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shelf(transactional_db):
    """The articles that the demo's issues name, under their own addresses."""
    from tests.world import build_world

    world = build_world()
    Newsletter.objects.update(slug="another", name="Another")
    Subscriber.objects.update(email_key=Concat(Value("another-"), "email_key"))
    for row in (item for words in issues() for item in words["items"] if "article" in item):
        page = ArticlePage.objects.filter(slug=row["article"]).first()
        page = page or world.add_article(row["article"].replace("-", " ").capitalize(), slug=row["article"])
        home = {"after-the-long-year": world.sequence, "an-apology": world.pair}.get(row.get("series"))
        if home and not page.places.exists():
            SeriesPart.objects.create(series=home, article=page, side="a" if home == world.pair else "")
    return world


def test_there_are_forty_readers_who_do_not_exist():
    found = readers()

    assert len(found) == 40
    assert {reader.email.partition("@")[2] for reader in found} == {"example.org"}
    assert len({reader.email for reader in found}) == 40


def test_the_first_issue_has_gone_the_whole_way(shelf):
    newsletter = load_newsletter(now=timezone.now(), author=shelf.staff["mara"])
    first = newsletter.issues.get(number=1)

    assert first.state == State.HANDED_OVER
    assert first.deliveries.counts() == {"handed_over": 37}
    assert sorted(first.exclusions.values_list("reason", flat=True)) == ["paused", "suppressed"]
    assert first.candidates == 39


def test_the_second_waits_and_the_third_is_being_written(shelf):
    newsletter = load_newsletter(now=timezone.now(), author=shelf.staff["mara"])

    states = list(newsletter.issues.order_by("pk").values_list("number", "state"))
    assert states == [(1, State.HANDED_OVER), (None, State.SCHEDULED), (None, State.DRAFT)]
    second = newsletter.issues.get(state=State.SCHEDULED)
    asked = [finding for finding in second.compiled.seen_findings if finding.level is Level.ASK]
    assert asked
    assert all(finding.mend.startswith("Looked at by mara, ") for finding in asked)


def test_loading_twice_changes_nothing(shelf):
    load_newsletter(now=timezone.now(), author=shelf.staff["mara"])
    before = (Subscriber.objects.count(), Issue.objects.count(), Delivery.objects.count())
    load_newsletter(now=timezone.now(), author=shelf.staff["mara"])

    assert (Subscriber.objects.count(), Issue.objects.count(), Delivery.objects.count()) == before


def test_a_demo_from_before_its_issues_had_ids_of_their_own_is_known_again(shelf):
    load_newsletter(now=timezone.now(), author=shelf.staff["mara"])
    for issue in Issue.objects.all():
        Issue.objects.filter(pk=issue.pk).update(public_id=uuid4())
    load_newsletter(now=timezone.now(), author=shelf.staff["mara"])

    assert Issue.objects.count() == 3


def test_a_missing_article_is_named(world):
    with pytest.raises(ArticlePage.DoesNotExist, match="Load the articles first"):
        load_newsletter(now=timezone.now(), author=world.staff["mara"])
