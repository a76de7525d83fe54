from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact


class ReaderTagQuerySet(models.QuerySet):
    def named(self, words: str) -> "ReaderTag":
        """The tag of that name, whatever its capitals; made when there is none."""
        name = " ".join(words.split())[: ReaderTag.LONGEST_NAME]
        if known := self.called(name).first():
            return known
        # Two who name it at once get the same row: the index on the small letters decides.
        self.bulk_create([ReaderTag(name=name)], ignore_conflicts=True)
        return self.called(name).get()

    def called(self, words: str):
        """The tag of that name, if there is one: small letters are told as the index tells them."""
        return self.filter(Exact(Lower("name"), Lower(Value(" ".join(words.split())))))


class ReaderTag(models.Model):
    """A word that staff or an import put on readers, to find them again."""

    LONGEST_NAME = 60

    name = models.CharField(max_length=LONGEST_NAME)

    objects = ReaderTagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="reader_tag_once", violation_error_message="There is a tag of this name already."
            )
        ]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """One tag on one reader."""

    tag = models.ForeignKey(ReaderTag, on_delete=models.CASCADE, related_name="taggings", db_index=False)
    subscriber = models.ForeignKey("newsletter.Subscriber", on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        # Tag first: "everybody with this tag, newest first" walks one index, on both databases.
        constraints = [models.UniqueConstraint(fields=["tag", "subscriber"], name="tagging_once")]

    def __str__(self) -> str:
        return f"{self.tag} on {self.subscriber}"
