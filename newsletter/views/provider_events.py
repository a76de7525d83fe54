"""Where the provider tells us what became of letters."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from newsletter.events.provider import answer, heard_provider


@csrf_exempt  # The caller is a machine; its password or signature is what counts.
def provider_events(request: HttpRequest, provider: str) -> HttpResponse:
    """Store what the provider says; only the one that is chosen, and only with its secret."""
    heard = heard_provider()
    if heard is None or heard.slug != provider:
        raise Http404("No provider is heard here.")
    return answer(request, provider=heard)
