import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from newsletter.core.purposes import Purpose
from newsletter.models import CompiledIssue, Delivery, Issue


@pytest.fixture
def page(desk, issue):
    address = reverse("newsletter_issues:sample_letter", args=[issue.pk])
    return lambda people=None: (
        desk.get(address) if people is None else desk.post(address, {"people": people}, follow=True)
    )


def test_the_page_offers_the_people_who_work_here(page, world):
    get_user_model().objects.create_user("gone", "gone@example.org", "a long password", is_active=False)
    words = page().content.decode()

    assert "jonah@example.org" in words
    assert "gone@example.org" not in words
    assert "ada@example.org" not in words


def test_each_chosen_person_gets_one_delivery_that_no_issue_counts(page, world, issue):
    answer = page([world.staff["mara"].pk, world.staff["jonah"].pk])

    assert "On its way to 2 people." in answer.content.decode()
    assert Delivery.objects.filter(purpose=Purpose.TEST, staff__in=world.staff.values()).count() == 2
    assert CompiledIssue.objects.get().subject.startswith("[Test] ")
    assert Delivery.objects.of_issue(issue.pk).count() == 0


@pytest.mark.parametrize("people", [[], ["999999"], ["x"]])
def test_nobody_or_strangers_are_refused_kindly(page, people):
    answer = page(people)

    assert answer.context["form"].errors["people"]
    assert not Delivery.objects.exists()


def test_a_test_goes_to_ten_people_at_most(page):
    users = get_user_model().objects
    many = [users.create_user(f"user{n}", f"user{n}@example.org", "a long password").pk for n in range(11)]

    assert "at most 10 people" in page(many).content.decode()


def test_what_is_over_is_not_tested_again(desk, issue):
    Issue.objects.filter(pk=issue.pk).update(state="cancelled")
    answer = desk.get(reverse("newsletter_issues:sample_letter", args=[issue.pk]))

    assert answer.url == reverse("newsletter_issues:progress", args=[issue.pk])
