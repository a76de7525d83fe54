from django.conf import settings
from django.core.management.base import BaseCommand

from newsletter.management.reference import pages


class Command(BaseCommand):
    help = "Write docs/reference from the code."

    def handle(self, **options) -> None:  # noqa: ARG002 - Django's signature
        env_source = (settings.BASE_DIR / "cms" / "config" / "env.py").read_text()
        for name, text in pages(env_source).items():
            (settings.BASE_DIR / "docs" / "reference" / name).write_text(text)
            self.stdout.write(f"Wrote docs/reference/{name}")
