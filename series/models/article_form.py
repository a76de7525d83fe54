"""Publishing an article by form: what is in the way is said beside its block, and nothing typed is lost."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.core.editorial import findings
from cms.core.editorial.article import ArticleFacts, block_facts
from cms.core.findings import Finding, stops
from series.models.publishing import in_the_way, missing_pages, missing_pictures, reason, site_facts, unknown_words

NOT_SAVED = "Nothing was saved, because saving would lose it: please tell the people who run this site."
REVIEW = ("action-submit", "action-start-workflow")


class ArticleForm(WagtailAdminPageForm):
    """Asks the stop checks when a person publishes or asks for a review; a draft may lack what it lacks.

    Questions are demanded at publishing alone: whoever reviews an article may be the one who ticks them.
    """

    def clean(self):
        cleaned = super().clean()
        for words in unknown_words(self.instance):
            self._add("body", f"{words} {NOT_SAVED}")
        is_review = asks_for_review(self.data)
        if "body" in cleaned and (is_review or is_publishing(self.data)):
            found = findings(self._facts(cleaned), site=site_facts(self._page_of_the_site()))
            self._tell(stops(found) if is_review else in_the_way(self.instance, found), cleaned["body"])
        return cleaned

    def _facts(self, cleaned) -> ArticleFacts:
        blocks = tuple(block_facts(stored) for stored in cleaned["body"].get_prep_value())
        cover = cleaned["cover"].pk if cleaned.get("cover") else None
        return ArticleFacts(
            blocks=blocks,
            cover=cover,
            missing_pictures=missing_pictures(blocks, cover=cover),
            missing_pages=missing_pages(blocks),
            content_notes=tuple(cleaned.get("content_notes") or ()),
            shows_support=cleaned.get("support") != self.instance.Support.OFF,
            shows_disclaimer=bool(cleaned.get("show_disclaimer")),
        )

    def _page_of_the_site(self):
        # A page that is being created has no place in the tree yet; its parent has.
        return self.instance if self.instance.pk else self.parent_page

    def _tell(self, found: tuple[Finding, ...], body) -> None:
        positions = {str(child.id): position for position, child in enumerate(body)}
        in_blocks = [finding for finding in found if finding.block_id in positions]
        errors = {
            positions[finding.block_id]: _error(finding, body[positions[finding.block_id]]) for finding in in_blocks
        }
        if errors:
            self.add_error("body", StreamBlockValidationError(block_errors=errors))
        for finding in found:
            if finding not in in_blocks:
                self._add(finding.field if finding.field in self.fields else None, reason(finding))

    def _add(self, field: str | None, words: str) -> None:
        told = ValidationError(words)
        # A stream shows its own kind of error alone.
        self.add_error(field, StreamBlockValidationError(non_block_errors=[told]) if field == "body" else told)


def is_publishing(data) -> bool:
    """Whether the button that was pressed may make the page public: publish, or approve it."""
    is_approval = data.get("action-workflow-action") and data.get("workflow-action-name") == "approve"
    return bool(is_approval) or bool(data.get("action-publish"))


def asks_for_review(data) -> bool:
    """Whether the button that was pressed hands the page to somebody who may publish it."""
    return any(data.get(name) for name in REVIEW)


def _error(finding: Finding, child) -> StructBlockValidationError:
    told = ValidationError(reason(finding))
    if finding.field in child.block.child_blocks:
        return StructBlockValidationError(block_errors={finding.field: told})
    return StructBlockValidationError(non_block_errors=[told])
