from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from cms.languages import language_name
from newsletter.core.issue_state import State
from newsletter.core.rules.fields import ATTRIBUTES, Field
from newsletter.core.rules.notation import read_rule
from newsletter.core.rules.tree import Rule
from newsletter.core.rules.words import Names, rule_words
from newsletter.models.attribute_fields import AttributeField
from newsletter.models.imports import source_names
from newsletter.models.newsletters import Newsletter
from newsletter.models.reader_tags import ReaderTag
from series.models import SeriesPart

OVER = (State.HANDED_OVER, State.CANCELLED)


class Segment(models.Model):
    """A saved rule that selects subscriptions of one newsletter."""

    newsletter = models.ForeignKey("newsletter.Newsletter", on_delete=models.CASCADE, related_name="segments")
    name = models.CharField(max_length=80)
    rule = models.JSONField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["newsletter", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["newsletter", "name"],
                name="segment_name_once_per_newsletter",
                violation_error_message="This newsletter has a segment of this name already.",
            )
        ]
        permissions = [("use_progress_segments", "Can use rules about how far readers have read")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Nothing that cannot be read is stored. Raises RuleRefused."""
        read_rule(self.rule)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("newsletter_segments:edit", args=[self.pk])

    @property
    def read(self) -> Rule:
        """The rule as it is understood."""
        return read_rule(self.rule)

    @property
    def words(self) -> str:
        """The rule in plain words, with the names that things have today."""
        return rule_words(self.read, names=names_in(self.read))

    @property
    def waiting_issues(self):
        """Issues that still mean this segment: those that are neither through nor cancelled."""
        return self.issues.exclude(state__in=OVER).order_by("-pk")


def names_in(rule: Rule) -> Names:
    """What the rows are called that a rule names by number."""
    wanted: dict[Field, set] = defaultdict(set)
    found: dict[tuple[Field, Any], str] = {}
    for condition in rule.conditions:
        if condition.field in ATTRIBUTES:
            found[condition.field, (condition.of,)] = label_of(condition.of)
        elif isinstance(condition.value, tuple):
            wanted[condition.field].update(condition.value)
    for field, named in _NAMED.items():
        found |= {(field, pk): words for pk, words in named(wanted[field])} if wanted[field] else {}
    return found


def label_of(slug: str) -> str:
    """What an attribute is called today."""
    label = AttributeField.objects.filter(slug=slug).values_list("label", flat=True).first()
    return label or f"“{slug}” (not declared any more)"


def name_of(field: Field, value: str) -> str:
    """What one value is called, in a list of choices."""
    if field not in _NAMED:
        return value
    key = value if field in _NAMED_BY_WORD else int(value)
    return dict(_NAMED[field]([key])).get(key, f"{value} (not there any more)")


def _sources(values):
    return [(value, f"“{words}”") for value, words in source_names(values).items()]


def _languages(codes):
    return [(code, language_name(code)) for code in codes]


def _tags(pks):
    return [(tag.pk, f"“{tag}”") for tag in ReaderTag.objects.filter(pk__in=pks)]


def _newsletters(pks):
    return [(one.pk, str(one)) for one in Newsletter.objects.filter(pk__in=pks)]


def _issues(pks):
    # Through the relation: issues name segments, so this file must not name issues.
    rows = Newsletter.objects.filter(issues__in=pks).values_list("issues__pk", "issues__number", "issues__subject")
    return [(pk, f"issue {number} (“{subject}”)") for pk, number, subject in rows if pk in pks]


def _parts(uuids):
    rows = SeriesPart.objects.filter(uuid__in=uuids).select_related("article")
    return [(str(part.uuid), f"“{part.article}”") for part in rows]


_NAMED_BY_WORD = frozenset({Field.LANGUAGE, Field.PARTS, Field.SOURCE})
_NAMED = {
    Field.LANGUAGE: _languages,
    Field.SOURCE: _sources,
    Field.TAGS: _tags,
    Field.NEWSLETTERS: _newsletters,
    Field.ISSUES: _issues,
    Field.PARTS: _parts,
}
