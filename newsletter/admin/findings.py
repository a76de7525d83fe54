"""Findings as the panel and the schedule page show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import JsonResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cms.core.findings import Finding, Level, fingerprint
from cms.models import Tick, User
from newsletter.admin.pages import IssuePage
from newsletter.models import Issue
from newsletter.prepare import preflight

LEVELS = (
    (Level.STOP, "Must be mended first", "critical-200"),
    (Level.ASK, "Please look at these", "warning-100"),
    (Level.HINT, "Good to know", "info-100"),
)


@dataclass(frozen=True)
class Shown:
    """One finding with the place that the panel jumps to: a block's id, or the name of a field.

    `key` is the fingerprint of a question that a person may tick; `tick` says who did.
    """

    check: str
    words: str
    mend: str
    passage: str
    place: str
    key: str = ""
    tick: Tick | None = None


@dataclass(frozen=True)
class ShownLevel:
    title: str
    color: str
    findings: tuple[Shown, ...]


def by_level(
    findings: Iterable[Finding], *, ticks: Mapping[str, Tick] = MappingProxyType({})
) -> tuple[ShownLevel, ...]:
    """The findings in three groups, worst first; empty groups are left out. `ticks` lead from fingerprints."""
    kept = tuple(findings)
    groups = (
        ShownLevel(title, color, tuple(_shown(finding, ticks) for finding in kept if finding.level is level))
        for level, title, color in LEVELS
    )
    return tuple(group for group in groups if group.findings)


def _shown(finding: Finding, ticks: Mapping[str, Tick]) -> Shown:
    field = finding.field if finding.field in {"subject", "preview_text", "items"} else ""
    key = fingerprint(finding) if finding.level is Level.ASK else ""
    place = finding.block_id or field
    return Shown(finding.check, finding.words, finding.mend, finding.passage, place, key, ticks.get(key))


def answer_question(issue: Issue, findings: Iterable[Finding], *, posted: QueryDict, by: User) -> bool:
    """Ticks a question or takes a tick back, as the pressed button says; False when no such button was pressed."""
    if "tick" in posted:
        Tick.objects.give(issue, findings, key=posted["tick"], by=by)
    elif "untick" in posted:
        Tick.objects.take_back(issue, key=posted["untick"])
    return "tick" in posted or "untick" in posted


class PreflightView(IssuePage):
    """The panel's content, as JSON for the panel and as a page for those without scripts."""

    title = "Preflight"
    template_name = "newsletter/admin/preflight.html"

    def post(self, request, **kwargs):
        answer_question(self.issue, preflight(self.issue, now=timezone.now()), posted=request.POST, by=request.user)
        return redirect(f"{request.path}?page=1") if request.GET.get("page") else self.get(request, **kwargs)

    def get(self, request, **_kwargs):
        findings = preflight(self.issue, now=timezone.now())
        ticks = Tick.objects.on(self.issue, findings)
        context = {
            "findings": findings,
            "levels": by_level(findings, ticks=ticks),
            "jumps": True,
            "may_tick": True,
            "edit_url": reverse("newsletter_issues:edit", args=[self.issue.pk]),
        }
        if request.GET.get("page"):
            return self.render_to_response(self.get_context_data(**context))
        html = render_to_string("newsletter/admin/findings.html", {**context, "by_script": True}, request=request)
        plain = [_plain(finding, ticks) for finding in findings]
        return JsonResponse(
            {"count": sum(fingerprint(finding) not in ticks for finding in findings), "html": html, "findings": plain}
        )


def _plain(finding: Finding, ticks: Mapping[str, Tick]) -> dict[str, str]:
    tick = ticks.get(fingerprint(finding))
    return {
        "check": finding.check,
        "level": finding.level.value,
        "words": finding.words,
        "mend": finding.mend,
        "block_id": finding.block_id,
        "field": finding.field,
        "looked_at": str(tick or ""),
    }
