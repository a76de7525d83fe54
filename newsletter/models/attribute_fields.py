from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import models

from newsletter.core.attributes import Declared, Kind
from newsletter.models.choices import choices


class AttributeFieldQuerySet(models.QuerySet):
    def declared(self) -> Mapping[str, Declared]:
        """All declarations, by slug: what `newsletter.core.attributes.checked` reads."""
        return {row.slug: row.declared for row in self}


class AttributeField(models.Model):
    """An attribute of readers that this site declared; its values lie in `Subscriber.attributes` under the slug."""

    slug = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=choices(Kind))
    choices = models.JSONField(default=list, blank=True, help_text='For a choice: a list like ["paper", "mail"].')

    objects = AttributeFieldQuerySet.as_manager()

    class Meta:
        ordering = ["label"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in Kind]), name="attribute_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def declared(self) -> Declared:
        """As the pure code reads it."""
        return Declared(slug=self.slug, kind=Kind(self.kind), choices=tuple(self.choices))

    def clean(self) -> None:
        is_list = isinstance(self.choices, list) and all(isinstance(each, str) and each for each in self.choices)
        if not is_list or bool(self.choices) != (self.kind == Kind.CHOICE):
            raise ValidationError({"choices": "A choice needs its words, one a line; the other kinds have none."})
