from django.conf import settings
from django.http import HttpRequest

from cms.core.callers import caller


def caller_of(request: HttpRequest) -> str:
    """The IP address of whoever sent the request, seen through the proxies that this installation names."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return caller(request.META.get("REMOTE_ADDR", ""), forwarded, proxies=settings.PARTWISE["cms"]["proxies"])
