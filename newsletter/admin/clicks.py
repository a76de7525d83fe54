"""Which links of a letter were followed, in words. There is no rate of anything, and no reader."""

from urllib.parse import urlsplit

from django.shortcuts import redirect

from newsletter.admin.pages import IssuePage
from newsletter.clicks import Followed, followed_links
from newsletter.core.counts import count_words
from newsletter.segments import MAY_SEE


class ClicksView(IssuePage):
    """Who may not see readers sees small numbers as “fewer than 5”: one could point at a person."""

    title = "Links that were followed"
    template_name = "newsletter/admin/clicks.html"

    def get(self, request, **_kwargs):
        if self.issue.is_draft:
            return redirect("newsletter_issues:edit", self.issue.pk)
        links, trapped = followed_links(self.issue)
        exactly = request.user.has_perm(MAY_SEE)
        rows = [_row(link, exactly=exactly) for link in links]
        return self.render_to_response(self.get_context_data(rows=rows, trapped=trapped))


def _row(link: Followed, *, exactly: bool) -> dict:
    return {
        "label": link.label,
        "place": (urlsplit(link.target).hostname or "").removeprefix("www."),
        "target": link.target,
        "words": _words(link, exactly=exactly),
        "programs": link.machine,
    }


def _words(link: Followed, *, exactly: bool) -> str:
    if not link.human and not link.unknown:
        return "Nobody has followed it yet." if exactly else "Hardly anybody has followed it yet."
    by_people = bool(link.human) or not exactly  # a small number and none read the same
    more = "more " if by_people else ""
    unknown = _times(link.unknown, more, exactly=exactly) + " by somebody we cannot tell" if link.unknown else ""
    people = _times(link.human, exactly=exactly) + " by people" if by_people else ""
    return f"Followed {'; '.join(filter(None, [people, unknown]))}."


def _times(number: int, more: str = "", *, exactly: bool) -> str:
    words = count_words(number, exactly=exactly)
    return f"{words} {more}{'time' if words == '1' else 'times'}"
