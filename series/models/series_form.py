"""The form of a series: an article's other series is named beside its part, and a contrast has two sides."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from series.core.order import Kind
from series.models.article_form import asks_for_review, is_publishing
from series.models.membership import EXCLUSIVE, holders, taken_words
from series.models.part_names import known_uuids

TWO_SIDES = "A contrast needs both its sides. Give each part one of them, and each side at least one part."


KINDS_KEPT: list[Callable[[Any, str], str]] = []
"""Each says why a series cannot become of a kind, or nothing; what lies above us adds its own when it is ready."""


class SeriesForm(WagtailAdminPageForm):
    """Checks the parts together, which no part can do by itself."""

    def clean(self):
        cleaned = super().clean()
        kept = [form for form in self._part_forms() if form.cleaned_data.get("article")]
        if cleaned.get("kind") in EXCLUSIVE:
            self._refuse_taken(kept)
        self._refuse_twice(kept)
        self._keep_uuids(kept)
        self._keep_kind(cleaned.get("kind"))
        if cleaned.get("kind") == Kind.CONTRAST and (is_publishing(self.data) or asks_for_review(self.data)):
            self._ask_for_both_sides(kept)
        return cleaned

    def _part_forms(self) -> list:
        formset = self.formsets.get("parts")
        if formset is None or not formset.is_bound:
            return []
        return [form for form in formset.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]

    def _refuse_taken(self, forms: list) -> None:
        held = holders((form.cleaned_data["article"].pk for form in forms), besides=self.instance.pk)
        for form in forms:
            article = form.cleaned_data["article"]
            if article.pk in held:
                form.add_error("article", ValidationError(taken_words(held[article.pk])))

    def _refuse_twice(self, forms: list) -> None:
        counted: Counter = Counter()
        for form in forms:
            article = form.cleaned_data.get("article")
            counted[article] += 1
            if article and counted[article] > 1:
                form.add_error("article", ValidationError("This article is a part of this series already. Keep one."))

    def _keep_kind(self, kind: str | None) -> None:
        said = [ask(self.instance, kind) for ask in KINDS_KEPT] if kind and self.instance.pk else []
        if words := next(filter(None, said), ""):
            self.add_error("kind", ValidationError(words))

    def _keep_uuids(self, forms: list) -> None:
        """Whoever had the part does not get it a second time because its row is a new one."""
        fresh = [form for form in forms if form.instance.pk is None]
        known = known_uuids(self.instance) if fresh and self.instance.pk else {}
        kept = {form.instance.uuid for form in forms if form not in fresh}
        for form in fresh:
            article = form.cleaned_data.get("article")  # none beside an error
            uuid = known.get(article.pk) if article else None
            if uuid and uuid not in kept:
                form.instance.uuid = uuid

    def _ask_for_both_sides(self, forms: list) -> None:
        sides = {form.cleaned_data.get("side") for form in forms}
        if sides != {"a", "b"}:
            self.add_error("kind", ValidationError(TWO_SIDES))
