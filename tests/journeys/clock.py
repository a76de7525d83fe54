"""Letting time pass for one issue."""

from tests.product import Product

DUE = (
    "from cms.clock import Now;"
    "from newsletter.models import Issue;"
    "Issue.objects.filter(subject={subject!r}).update(send_at=Now())"
)


def make_due(product: Product, subject: str) -> None:
    """Its moment has come; everything else is left to the scheduler and the sender that are running."""
    product.manage("shell", "--verbosity", "0", "-c", DUE.format(subject=subject))
