from django.core.management.base import BaseCommand

from cms.stored_pictures import Kind, clean_stored


class Command(BaseCommand):
    help = "Take out of stored pictures, and of every size of them, where they were taken. New uploads lose it at once."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")

    def handle(self, *, dry_run: bool, **options) -> None:  # noqa: ARG002 - Django's signature
        found = clean_stored(dry=dry_run)
        deed = "tell" if dry_run else "told"
        also = "" if dry_run else ", and no longer do"
        told = f"{found[Kind.PICTURE]:,} pictures and {found[Kind.SIZE]:,} sizes {deed} where they were taken{also}."
        self.stdout.write(told)
        if found[Kind.ELSEWHERE]:
            self.stdout.write(
                f"{found[Kind.ELSEWHERE]:,} more tell it and stay as they are: their storage cannot replace a file in "
                "place. Upload them again."
            )
        if found[Kind.BROKEN]:
            self.stdout.write(f"{found[Kind.BROKEN]:,} files do not open as pictures, so nothing is known of them.")
