"""One whole issue around the demo's longest article, for benchmarks."""

from dataclasses import dataclass

from wagtail.models import Page

from cms.core import mjml as door, plain_text
from cms.core.letter import LetterContext
from cms.letter import render_plain, render_skeleton
from cms.rich_text import email, resolve
from newsletter.core.content import CompiledLetter, ContentItem, IssueContent, ItemKind
from newsletter.models import Newsletter
from newsletter.models.letter_shell import shell_of
from newsletter.pipeline import compile as step
from tests.mjml5.skeletons import LONGEST, demo_article, library_picture

BASE = "https://letters.example.org"
GREETING = "<p>Dear [[first_name|friend]],</p><p>this one is long. Take it in two evenings.</p>"


@dataclass(frozen=True)
class Rendered:
    """The templates' output: MJML that nobody compiled, and the text."""

    skeleton: str
    text: str


@dataclass(frozen=True)
class FullIssue:
    """A greeting and a whole article, from a newsletter with a footer."""

    newsletter: Newsletter
    content: IssueContent

    @classmethod
    def of_the_longest_article(cls) -> "FullIssue":
        """The issue, with its article stored in the database."""
        article = demo_article(LONGEST, picture=library_picture())
        Page.objects.get(depth=2).add_child(instance=article)
        newsletter = Newsletter(
            name="Slow Letters", from_name="Mara Ellison", postal_address="Slow Letters\nRua do Sol 1\nLisbon"
        )
        items = (
            ContentItem(kind=ItemKind.GREETING, body=GREETING, block_id="greeting"),
            ContentItem(kind=ItemKind.ARTICLE, page_id=article.pk, block_id="article"),
        )
        content = IssueContent(
            issue_id=1,
            newsletter=newsletter.name,
            number=1,
            subject="Coming home, without the work",
            preview_text="For evenings when the day comes home with you.",
            items=items,
        )
        return cls(newsletter, content)

    def compile(self) -> CompiledLetter:
        """All of it, as the freeze does it: templates, slots, MJML and text."""
        return step.compile_issue(self.content, newsletter=self.newsletter, base_url=BASE).letter

    def render(self) -> Rendered:
        """Only the Django templates of the same letter: nothing is checked, compiled or filled."""
        letter = LetterContext(theme=step.site_theme().with_overrides(**self.newsletter.look), base_url=f"{BASE}/")
        reading = step.Reading.of(self.content, letter=letter)
        runs, text = step._runs(reading), step._text(reading)
        shell = shell_of(self.content, texts=reading.texts, newsletter=self.newsletter, base_url=BASE, is_long=True)
        context = {"shell": shell, "letter": letter, "theme": letter.theme}
        return Rendered(render_skeleton(runs, context=context), render_plain(text, context=context))

    @staticmethod
    def forget_words() -> None:
        """As if no word of the letter had been cleaned, styled or wrapped before."""
        for kept in (resolve._wordy, email._styled, plain_text._wrapped, plain_text._wordy):
            kept.cache_clear()

    @staticmethod
    def compile_skeleton(skeleton: str) -> str:
        """Only the check of the skeleton and the MJML compiler."""
        return door.compile_mjml(skeleton)

    @staticmethod
    def compile_unchecked(skeleton: str) -> str:
        """Only the MJML compiler: what npm mjml does."""
        return door._compile(skeleton)
