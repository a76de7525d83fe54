import pytest
from django.core.exceptions import ValidationError

from newsletter.core.attributes import Kind
from newsletter.models import AttributeField, ReaderTag, Subscriber


def test_a_tag_is_one_whatever_its_capitals_and_spaces(db):
    first = ReaderTag.objects.named("Reading  circle")

    assert ReaderTag.objects.named("reading circle ") == first
    assert first.name == "Reading circle"


def test_readers_are_found_by_their_tag(cast):
    tag = ReaderTag.objects.named("paper")
    ada = cast.readers["ada"].subscriber
    ada.tags.add(tag)
    ada.tags.add(tag)

    assert list(Subscriber.objects.filter(tags=tag)) == [ada]


def test_a_choice_needs_its_words_and_nothing_else_has_any():
    AttributeField(slug="plan", label="Plan", kind=Kind.CHOICE, choices=["paper"]).clean()
    for kind, words in ((Kind.CHOICE, []), (Kind.TEXT, ["paper"]), (Kind.CHOICE, "paper")):
        with pytest.raises(ValidationError):
            AttributeField(slug="plan", label="Plan", kind=kind, choices=words).clean()


def test_readers_are_found_by_a_declared_attribute(cast):
    AttributeField.objects.create(slug="plan", label="Plan", kind=Kind.CHOICE, choices=["paper"])
    ada = cast.readers["ada"].subscriber
    Subscriber.objects.filter(pk=ada.pk).update(attributes={"plan": "paper"})

    assert AttributeField.objects.all().declared()["plan"].choices == ("paper",)
    assert list(Subscriber.objects.filter(attributes__plan="paper")) == [ada]
