"""Deliveries of an issue that did not end well or wait for a look, and what may be decided for each."""

from django.urls import reverse

from newsletter.admin.decisions import DecisionsPage
from newsletter.admin.pages import CHANGE, IssuePage


class UnsettledView(DecisionsPage, IssuePage):
    """Those of one issue."""

    title = "What did not end well"
    permission_required = CHANGE

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.issue_id = self.issue.pk

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            heading=f"“{self.issue.title}”",
            whose=f"{self.issue.name} of {self.issue.newsletter.name}.",
            back_url=reverse("newsletter_issues:progress", args=[self.issue.pk]),
            back_label="Back to its progress",
            nothing="Nothing to look at: each delivery of it was offered, and none is uncertain, refused or failed.",
            **kwargs,
        )
