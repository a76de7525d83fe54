"""What a condition of a segment may ask: the fields that all readers have, and the attributes that were declared."""

from dataclasses import dataclass

from newsletter.core.attributes import Kind
from newsletter.core.rules.fields import ATTRIBUTES, OF_ATTRIBUTES, OF_PROGRESS, Field
from newsletter.core.rules.tree import Condition
from newsletter.core.rules.words import FIELD_WORDS
from newsletter.models import AttributeField
from newsletter.models.segments import label_of


@dataclass(frozen=True, kw_only=True)
class Question:
    """`of` is the slug of an attribute, `key` names the question in a form."""

    field: Field
    of: str = ""
    words: str

    @property
    def key(self) -> str:
        return f"{self.field.value}:{self.of}" if self.of else self.field.value


def questions(*, with_progress: bool) -> list[Question]:
    """All that may be asked of a reader today, by a person who may ask for progress or not."""
    fields = [one for one in Field if one not in ATTRIBUTES and (with_progress or one not in OF_PROGRESS)]
    declared = AttributeField.objects.all()
    return [
        *(Question(field=one, words=FIELD_WORDS[one]) for one in fields),
        *(Question(field=OF_ATTRIBUTES[Kind(row.kind)], of=row.slug, words=row.label) for row in declared),
    ]


def question_of(condition: Condition) -> Question:
    """What a saved condition asks, also when its attribute was declared otherwise since."""
    words = label_of(condition.of) if condition.of else FIELD_WORDS[condition.field]
    return Question(field=condition.field, of=condition.of, words=words)
