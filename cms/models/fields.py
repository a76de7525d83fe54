"""Model fields that Django does not bring."""

from django import forms
from django.db import models


class SlugListField(models.JSONField):
    """A list of slugs out of a fixed list of choices, ticked as check boxes; a new choice needs no migration."""

    def __init__(self, *args, slug_choices=(), **kwargs):
        self.slug_choices = list(slug_choices)
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs):
        return forms.MultipleChoiceField(
            choices=self.slug_choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            label=kwargs.get("label", self.verbose_name.capitalize()),
            help_text=self.help_text,
        )
