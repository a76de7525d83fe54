from django.db import models
from django.db.models.functions import Lower


class ReaderTagQuerySet(models.QuerySet):
    def named(self, words: str) -> "ReaderTag":
        """The tag of that name, whatever its capitals; made when there is none."""
        name = " ".join(words.split())[: ReaderTag.LONGEST_NAME]
        # Two who name it at once get the same row: the index on the small letters decides.
        return (
            self.filter(name__iexact=name).first() or self.get_or_create(name__iexact=name, defaults={"name": name})[0]
        )


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
