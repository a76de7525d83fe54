from django.conf import settings
from django.core.management.base import BaseCommand

from cms.blocks.reference import reference


class Command(BaseCommand):
    help = "Write docs/reference/blocks.md from the block classes."

    def handle(self, **options) -> None:  # noqa: ARG002 - Django's signature
        path = settings.BASE_DIR / "docs" / "reference" / "blocks.md"
        path.write_text(reference())
        self.stdout.write(f"Wrote {path.relative_to(settings.BASE_DIR)}")
