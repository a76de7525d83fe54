"""Declared attributes: the words of a choice are typed one a line."""

import pytest
from django.urls import reverse

from newsletter.models import AttributeField

ADD, EDIT = "newsletter_attributes:add", "newsletter_attributes:edit"
PLAN = {"label": "Plan", "slug": "plan", "kind": "choice"}


@pytest.fixture
def plan(world):
    return AttributeField.objects.create(slug="plan", label="Plan", kind="choice", choices=["paper", "e-mail & web"])


def test_lines_become_the_words_of_a_choice(desk):
    desk.post(reverse(ADD), PLAN | {"choices": " paper \r\n\r\ne-mail & web\r\n"})

    assert AttributeField.objects.get().choices == ["paper", "e-mail & web"]


def test_they_stand_in_the_form_as_lines(desk, plan):
    words = desk.get(reverse(EDIT, args=[plan.pk])).content.decode()

    assert "paper\ne-mail &amp; web</textarea>" in words
    assert '["paper"' not in words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"choices": ""}, "A choice needs its words, one a line"),
        ({"kind": "text", "choices": "paper"}, "the other kinds have none"),
        ({"choices": "paper\npaper"}, "“paper” stands here twice"),
    ],
)
def test_what_does_not_fit_is_said_beside_it_and_the_lines_stay(desk, world, change, words):
    given = PLAN | {"choices": "paper\nweb"} | change
    answer = desk.post(reverse(ADD), given).content.decode()

    assert words in answer
    assert f"{given['choices']}</textarea>" in answer
    assert not AttributeField.objects.exists()


def test_another_kind_needs_no_words(desk, world):
    desk.post(reverse(ADD), {"label": "City", "slug": "city", "kind": "text", "choices": ""})

    assert AttributeField.objects.get().choices == []
