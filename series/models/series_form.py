"""The form of a series: an article's other series is named beside its part, and a contrast has two sides."""

from collections import Counter

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from series.core.order import Kind
from series.models.article_form import asks_for_review, is_publishing
from series.models.membership import EXCLUSIVE, holders, taken_words

TWO_SIDES = "A contrast needs both its sides. Give each part one of them, and each side at least one part."


class SeriesForm(WagtailAdminPageForm):
    """Checks the parts together, which no part can do by itself."""

    def clean(self):
        cleaned = super().clean()
        kept = [form for form in self._part_forms() if form.cleaned_data.get("article")]
        if cleaned.get("kind") in EXCLUSIVE:
            self._refuse_taken(kept)
        self._refuse_twice(kept)
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

    def _ask_for_both_sides(self, forms: list) -> None:
        sides = {form.cleaned_data.get("side") for form in forms}
        if sides != {"a", "b"}:
            self.add_error("kind", ValidationError(TWO_SIDES))
