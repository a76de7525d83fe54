from newsletter.models.access import AccessRecord
from newsletter.models.addressees import Addressee
from newsletter.models.attribute_fields import AttributeField
from newsletter.models.compiled import CompiledIssue, IssueItem
from newsletter.models.consent import ConsentEvent
from newsletter.models.deliveries import Delivery
from newsletter.models.events import DeliveryEvent, IssueEvent
from newsletter.models.exclusions import Exclusion
from newsletter.models.issues import Issue
from newsletter.models.mailed_links import MailedLink
from newsletter.models.newsletters import Newsletter
from newsletter.models.reader_notes import ReaderNote
from newsletter.models.reader_tags import ReaderTag, Tagging
from newsletter.models.running import Heartbeat, SendingSwitch
from newsletter.models.segments import Segment
from newsletter.models.sign_ups import MailBudget, SignUpRequest
from newsletter.models.subscribers import Subscriber, Subscription
from newsletter.models.suppressions import Suppression
from newsletter.models.throttles import Throttle, WarmUpDay

__all__ = [
    "AccessRecord",
    "Addressee",
    "AttributeField",
    "CompiledIssue",
    "ConsentEvent",
    "Delivery",
    "DeliveryEvent",
    "Exclusion",
    "Heartbeat",
    "Issue",
    "IssueEvent",
    "IssueItem",
    "MailBudget",
    "MailedLink",
    "Newsletter",
    "ReaderNote",
    "ReaderTag",
    "Segment",
    "SendingSwitch",
    "SignUpRequest",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Tagging",
    "Throttle",
    "WarmUpDay",
]
