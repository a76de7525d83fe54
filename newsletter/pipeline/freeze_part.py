"""The letter of a part becomes a row that never changes, with the article that it shows."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from cms.core.findings import Finding
from newsletter.core.content import CompiledLetter, IssueContent
from newsletter.models import CompiledIssue, Course, IssueItem


def freeze_part(
    course: Course, content: IssueContent, letter: CompiledLetter, *, findings: Iterable[Finding], boundary: str
) -> CompiledIssue:
    """A new row for each published revision and each change around it; the newest one when nothing has changed."""
    [item] = content.articles
    with transaction.atomic():
        known = CompiledIssue.objects.of_part(item.part_uuid, course_id=course.pk).first()
        if known and known.newsletter_id == course.newsletter_id and _is_same(known, letter):
            return known
        frozen = CompiledIssue.objects.freeze(
            replace(letter, boundary=boundary),
            findings=findings,
            kind=CompiledIssue.Kind.PART,
            newsletter=course.newsletter,
            course=course,
            part_uuid=item.part_uuid,
        )
        IssueItem.objects.create(
            compiled=frozen, position=1, article_id=item.page_id, part_uuid=item.part_uuid, mode=item.shown.value
        )
    return frozen


def _is_same(known: CompiledIssue, letter: CompiledLetter) -> bool:
    return known.says_the_same(letter) and known.letter.source_revisions == letter.source_revisions
