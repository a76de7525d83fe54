"""The preflight panel beside the editor: how many findings, and each with its way to mend."""

from django import forms
from django.urls import reverse
from wagtail.admin.ui.side_panels import BaseSidePanel


class PreflightSidePanel(BaseSidePanel):
    """Loads its findings from its own address, so that the editor opens without waiting for a compile."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = "Toggle preflight"
        icon_name = "clipboard-list"
        counter_classname = "w-bg-critical-200"

    name = "preflight"
    title = "Preflight"
    template_name = "newsletter/admin/preflight_panel.html"
    order = 150

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["cms/findings.js", "newsletter/preflight.js"])

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        context["url"] = reverse("newsletter_issues:preflight", args=[self.object.pk]) if self.object.pk else ""
        return context
