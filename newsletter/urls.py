from django.urls import path

from newsletter.feeds import IssuesFeed
from newsletter.views import archive, mailbox

urlpatterns = [
    path("newsletters/<slug:slug>/", archive.newsletter_page, name="newsletter"),
    path("newsletters/<slug:slug>/feed/", IssuesFeed(), name="newsletter_feed"),
    path("newsletters/<slug:slug>/<int:number>/", archive.issue_page, name="issue"),
    path("newsletters/<slug:slug>/<int:number>/letter/", archive.issue_letter, name="issue_letter"),
    path("letters/<str:token>/", archive.web_view, name="letter"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", mailbox.mailbox_letter, name="mailbox_letter"),
    path("mailbox/<str:name>/html/", mailbox.mailbox_html, name="mailbox_html"),
]
