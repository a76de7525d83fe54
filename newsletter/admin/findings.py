"""Findings as the panel and the schedule page show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cms.core.findings import Finding, Level
from newsletter.admin.pages import IssuePage
from newsletter.prepare import preflight

LEVELS = (
    (Level.STOP, "Must be mended first", "critical-200"),
    (Level.ASK, "Please look at these", "warning-100"),
    (Level.HINT, "Good to know", "info-100"),
)


@dataclass(frozen=True)
class Shown:
    """One finding with the place that the panel jumps to: a block's id, or the name of a field."""

    check: str
    words: str
    mend: str
    passage: str
    place: str


@dataclass(frozen=True)
class ShownLevel:
    title: str
    color: str
    findings: tuple[Shown, ...]


def by_level(findings: Iterable[Finding]) -> tuple[ShownLevel, ...]:
    """The findings in three groups, worst first; empty groups are left out."""
    kept = tuple(findings)
    groups = (
        ShownLevel(title, color, tuple(_shown(finding) for finding in kept if finding.level is level))
        for level, title, color in LEVELS
    )
    return tuple(group for group in groups if group.findings)


def _shown(finding: Finding) -> Shown:
    field = finding.field if finding.field in {"subject", "preview_text", "items"} else ""
    return Shown(finding.check, finding.words, finding.mend, finding.passage, finding.block_id or field)


class PreflightView(IssuePage):
    """The panel's content, as JSON for the panel and as a page for those without scripts."""

    title = "Preflight"
    template_name = "newsletter/admin/preflight.html"

    def get(self, request, **_kwargs):
        findings = preflight(self.issue, now=timezone.now())
        context = {
            "findings": findings,
            "levels": by_level(findings),
            "jumps": True,
            "edit_url": reverse("newsletter_issues:edit", args=[self.issue.pk]),
        }
        if request.GET.get("page"):
            return self.render_to_response(self.get_context_data(**context))
        html = render_to_string("newsletter/admin/findings.html", context, request=request)
        return JsonResponse({"count": len(findings), "html": html, "findings": [_plain(one) for one in findings]})


def _plain(finding: Finding) -> dict[str, str]:
    return {
        "check": finding.check,
        "level": finding.level.value,
        "words": finding.words,
        "mend": finding.mend,
        "block_id": finding.block_id,
        "field": finding.field,
    }
