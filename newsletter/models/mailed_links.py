import uuid

from django.db import models

from cms.clock import Now
from newsletter.conf import conf, link_keys
from newsletter.core.mailed_links import LIFE, LinkPurpose, link_token, link_url, token_hash
from newsletter.models.choices import choices


class MailedLinkQuerySet(models.QuerySet):
    def make(self, subscriber, *, purpose: LinkPurpose, **fields) -> "MailedLink":
        """A new link for this reader; `fields` may hold facts and newsletter."""
        keys, public_id = link_keys(), uuid.uuid4()
        token = link_token(public_id.bytes, key=keys.known[keys.current])
        return self.create(
            subscriber=subscriber,
            purpose=purpose,
            public_id=public_id,
            key_id=keys.current,
            token_sha256=token_hash(token),
            expires_at=Now() + LIFE[purpose],
            **fields,
        )

    def with_token(self, token: str, *, purpose: LinkPurpose):
        """The link that somebody holds, used and expired ones too."""
        return self.filter(token_sha256=token_hash(token), purpose=purpose)

    def live(self):
        return self.filter(expires_at__gt=Now())

    def expired(self):
        return self.filter(expires_at__lte=Now())

    def of(self, subscriber):
        """All that left for this reader, to whatever address."""
        return self.filter(subscriber=subscriber)

    def end(self) -> int:
        """They open nothing from now on; says how many."""
        return self.update(expires_at=Now())


class MailedLink(models.Model):
    """A link that went to one reader by mail, for one purpose and a while. It holds the token's hash, not the token.

    `facts` are what it will do when its button is pressed; they go with the row.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    token_sha256 = models.CharField(max_length=64, unique=True)
    key_id = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=12, choices=choices(LinkPurpose))
    subscriber = models.ForeignKey("newsletter.Subscriber", on_delete=models.CASCADE, related_name="mailed_links")
    newsletter = models.ForeignKey("newsletter.Newsletter", on_delete=models.CASCADE, related_name="+")
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    reminded_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects = MailedLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.purpose} link of {self.subscriber}"

    @property
    def url(self) -> str:
        """The whole address: made anew from the key, for the message that carries it."""
        token = link_token(self.public_id.bytes, key=link_keys().known[self.key_id])
        return link_url(token, purpose=LinkPurpose(self.purpose), base_url=conf().base_url)
