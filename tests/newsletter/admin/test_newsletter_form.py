import pytest
from django.urls import reverse

from newsletter.core.issue_state import Event
from newsletter.models import Issue, Newsletter
from tests.factories import due_issue


@pytest.fixture
def editor(desk, world):
    """A function: saves the newsletter with these changes; the answer."""
    address = reverse("newsletter_newsletters:edit", args=[world.newsletter.pk])
    form = desk.get(address).context["form"]
    known = {name: field.value() for name, field in ((bound.name, bound) for bound in form)}

    def save(**changes):
        given = {**known, **changes}
        return desk.post(address, {name: value for name, value in given.items() if value not in (None, False)})

    return save


def stored(world):
    return Newsletter.objects.get(pk=world.newsletter.pk)


def test_a_language_that_nobody_speaks_is_refused(editor, world):
    answer = editor(language="klingon")

    assert "klingon" in str(answer.context["form"].errors["language"])
    assert stored(world).language == "en"


def test_a_language_is_chosen_from_a_list_and_saved(editor, world):
    assert editor(language="de").status_code == 302
    assert stored(world).language == "de"


def test_an_odd_language_from_before_keeps_nobody_from_saving_the_rest(desk, world):
    Newsletter.objects.update(language="gd", zone="Asia/Calcutta")
    form = desk.get(reverse("newsletter_newsletters:edit", args=[world.newsletter.pk])).context["form"]

    assert 'value="gd" selected' in str(form["language"])
    assert 'value="Asia/Kolkata" selected' in str(form["zone"])


def test_the_address_of_a_newsletter_stays_once_a_letter_has_left_with_it(editor, world):
    row = due_issue(world.newsletter)
    Issue.objects.move(row.pk, Event.START)
    answer = editor(slug="slow")

    words = "1 letter has left with links to /newsletters/slow-letters/, so this address stays as it is: slow-letters"
    assert answer.context["form"].errors["slug"] == [words]
    assert stored(world).slug == "slow-letters"


def test_before_that_it_may_change_and_afterwards_everything_else_may(editor, world):
    assert editor(slug="slow").status_code == 302
    assert stored(world).slug == "slow"

    Issue.objects.move(due_issue(world.newsletter).pk, Event.START)
    assert editor(slug="slow", name="Slower Letters").status_code == 302
    assert stored(world).name == "Slower Letters"
