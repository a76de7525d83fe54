from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Q

from cms.clock import Now, database_now
from newsletter.core.retention import Kept, kept_for
from newsletter.core.sign_up import Outcome, SignUp, may_mail
from newsletter.models.choices import choices

AGAIN_AFTER = timedelta(minutes=5)
MOST_TRIES = 5


class SignUpRequestQuerySet(models.QuerySet):
    def keep(self, asked: SignUp) -> "SignUpRequest":
        """Write down what was asked; nothing is looked up."""
        return self.create(
            email=asked.email,
            first_name=asked.first_name,
            language=asked.language,
            zone=asked.zone,
            newsletters=list(asked.newsletters),
            courses=list(asked.courses),
            wording=asked.wording,
            form=asked.form[:200],
            method=asked.method,
            network=asked.network,
            way=asked.way.value,
        )

    def waiting(self):
        """Those that nobody has heard yet, the oldest first."""
        return self.filter(heard_at=None).filter(Q(not_before=None) | Q(not_before__lte=Now())).order_by("pk")

    def since(self, past: timedelta):
        return self.filter(asked_at__gt=Now() - past)

    def like(self, asked: SignUp):
        """From the same network, and of the same kind: no sign-up keeps anybody from asking for their own page."""
        alike = self.filter(network=asked.network)
        of_pages = Q(method=SignUpRequest.OWN_PAGE)
        return alike.filter(of_pages) if asked.method == SignUpRequest.OWN_PAGE else alike.exclude(of_pages)

    def forget(self) -> None:
        """A day later it is gone, if it was heard: until then it still waits for its mail."""
        self.filter(asked_at__lte=Now() - kept_for(Kept.SIGN_UP_REQUEST)).exclude(heard_at=None).delete()


class SignUpRequest(models.Model):
    """What a form or the API gave, before anything is looked up. Once heard its address goes, a day later the rest."""

    OWN_PAGE = "own_page"
    """The method of somebody who asks for the link to their own page, and signs up for nothing."""

    email = models.CharField(max_length=254, blank=True)
    first_name = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=12)
    zone = models.CharField(max_length=64)
    newsletters = models.JSONField()
    courses = models.JSONField(default=list)
    wording = models.TextField()
    form = models.CharField(max_length=200, help_text="Where the form stood.")
    method = models.CharField(max_length=12)
    network = models.CharField(max_length=64, blank=True)
    way = models.CharField(max_length=8, blank=True, help_text="Through a crowd: worked or waited.")
    asked_at = models.DateTimeField(auto_now_add=True)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=choices(Outcome), blank=True)

    objects = SignUpRequestQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["network", "asked_at"], name="sign_up_by_network"),
            models.Index(fields=["asked_at"], name="sign_up_by_time"),
            models.Index(fields=["id"], name="sign_up_waiting", condition=Q(heard_at=None)),
        ]

    def __str__(self) -> str:
        return f"Sign-up {self.pk}"

    def close(self, outcome: Outcome) -> None:
        """It is heard; what was personal in it goes."""
        SignUpRequest.objects.filter(pk=self.pk).update(email="", first_name="", heard_at=Now(), outcome=outcome.value)

    def put_off(self) -> None:
        """Something of ours failed: again in five minutes, five times."""
        if self.tries + 1 >= MOST_TRIES:
            self.close(Outcome.FAILED)
            return
        SignUpRequest.objects.filter(pk=self.pk).update(tries=self.tries + 1, not_before=Now() + AGAIN_AFTER)


class MailBudgetQuerySet(models.QuerySet):
    def take(self, address_hmac: str, *, is_second_chance: bool = False) -> bool:
        """Count one more mail for this address; False when it has had enough for now. In a transaction."""
        with transaction.atomic():
            self.get_or_create(address_hmac=address_hmac)
            row = self.select_for_update().get(address_hmac=address_hmac)
            now = database_now()
            if not may_mail(row.moments, now=now, is_second_chance=is_second_chance):
                return False
            self.filter(pk=row.pk).update(mailed=row.with_another(now), changed_at=Now())
        return True

    def forget(self) -> None:
        self.filter(changed_at__lte=Now() - kept_for(Kept.MAIL_COUNT)).delete()


class MailBudget(models.Model):
    """When an address (as a keyed hash, dots and tags folded) got mail that anybody could ask for."""

    address_hmac = models.CharField(max_length=64, unique=True)
    mailed = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = MailBudgetQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{len(self.mailed)} mails"

    @property
    def moments(self) -> Sequence[datetime]:
        return [datetime.fromisoformat(moment) for moment in self.mailed]

    def with_another(self, now: datetime) -> list[str]:
        kept = [moment for moment in self.moments if now - moment < kept_for(Kept.MAIL_COUNT)]
        return [moment.isoformat() for moment in [*kept, now]]
