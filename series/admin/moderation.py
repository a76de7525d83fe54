"""Approving an article that a review waits for: the last yes publishes, so the stop checks are asked then, too."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from wagtail.admin.views.pages.workflow import WorkflowActionView

from series.models.publishing import PublishStopped


class ArticleWorkflowActionView(WorkflowActionView):
    """Wagtail's, but a stop check leaves the review as it was and says why."""

    def post(self, request, *args, **kwargs):
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except PublishStopped as stopped:
            for words in stopped.messages:
                messages.error(request, words)
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return self.render_modal_json(request, {"step": "success", "redirect": self.redirect_url})
        return redirect(self.redirect_url)
