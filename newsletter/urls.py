from django.urls import path
from django.views.decorators.http import require_safe

from newsletter.feeds import IssuesFeed
from newsletter.views import archive, clicks, joining, leaving, mailbox, managing, privacy, provider_events

urlpatterns = [
    path("newsletters/", archive.newsletters_page, name="newsletters"),
    path("newsletters/<slug:slug>/", archive.newsletter_page, name="newsletter"),
    path("newsletters/<slug:slug>/feed/", require_safe(IssuesFeed()), name="newsletter_feed"),
    path("newsletters/<slug:slug>/<int:number>/", archive.issue_page, name="issue"),
    path("newsletters/<slug:slug>/<int:number>/letter/", archive.issue_letter, name="issue_letter"),
    path("newsletters/<slug:slug>/join/", joining.join, name="join_newsletter"),
    path("courses/<slug:series>/join/", joining.join, name="join_course"),
    path("join/", joining.join, name="join"),
    path("privacy/", privacy.privacy, name="privacy"),
    # Both with and without a slash at the end, here and below: mail programs lose one, and a POST takes no detour.
    path("c/<str:token>", joining.confirm, name="confirm"),
    path("c/<str:token>/", joining.confirm),
    path("m/", managing.ask, name="ask_for_page"),
    path("m/<str:token>", managing.manage, name="manage"),
    path("m/<str:token>/", managing.manage),
    path("m/<str:token>/data.json", managing.data, name="own_data"),
    path("a/<str:token>", managing.new_address, name="new_address"),
    path("a/<str:token>/", managing.new_address),
    path("letters/<str:token>/", archive.web_view, name="letter"),
    # Both with and without a slash at the end: a redirect would break the one-click POST (RFC 8058).
    path("r/<str:link>", clicks.follow, name="follow"),
    path("u/<str:token>", leaving.leave, name="leave"),
    path("u/<str:token>/", leaving.leave),
    path("u/<str:token>/undo/", leaving.undo, name="undo_leaving"),
    path("p/<str:token>", leaving.preferences, name="preferences"),
    path("p/<str:token>/", leaving.preferences),
    path("hooks/<slug:provider>/", provider_events.provider_events, name="provider_events"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.mailbox_letter, name="mailbox_letter"),
    path("mailbox/<str:name>/html/", mailbox.mailbox_html, name="mailbox_html"),
]
