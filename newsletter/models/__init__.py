from newsletter.models.access import AccessRecord
from newsletter.models.addressees import Addressee
from newsletter.models.askings import Asking
from newsletter.models.attribute_fields import AttributeField
from newsletter.models.compiled import CompiledIssue, IssueItem
from newsletter.models.consent import ConsentEvent
from newsletter.models.counted_links import CountedLink
from newsletter.models.courses import Course
from newsletter.models.deliveries import Delivery
from newsletter.models.domain_looks import DomainLook, DomainVerdict
from newsletter.models.enrollments import Enrollment
from newsletter.models.events import DeliveryEvent, IssueEvent
from newsletter.models.exclusions import Exclusion
from newsletter.models.exports import ReaderExport
from newsletter.models.health import AddressHealth
from newsletter.models.import_rows import ImportRow, StagedRow
from newsletter.models.imports import ImportJob
from newsletter.models.inbound import InboundEvent
from newsletter.models.issues import Issue
from newsletter.models.mailed_links import MailedLink
from newsletter.models.newsletters import Newsletter
from newsletter.models.parts_handed_over import PartHandOver
from newsletter.models.passing_files import FilePiece, PassingFile
from newsletter.models.reader_notes import ReaderNote
from newsletter.models.reader_tags import ReaderTag, Tagging
from newsletter.models.role_grants import RoleGrant
from newsletter.models.round_trips import RoundTrip
from newsletter.models.running import Heartbeat, SendingSwitch
from newsletter.models.segments import Segment
from newsletter.models.sign_up_hours import SignUpHour
from newsletter.models.sign_ups import MailBudget, SignUpRequest
from newsletter.models.subscribers import Subscriber
from newsletter.models.subscriptions import Subscription
from newsletter.models.suppressions import Suppression
from newsletter.models.throttles import Throttle
from newsletter.models.warm_up_days import WarmUpDay
from newsletter.models.wrong_tokens import WrongTokens

__all__ = [
    "AccessRecord",
    "AddressHealth",
    "Addressee",
    "Asking",
    "AttributeField",
    "CompiledIssue",
    "ConsentEvent",
    "CountedLink",
    "Course",
    "Delivery",
    "DeliveryEvent",
    "DomainLook",
    "DomainVerdict",
    "Enrollment",
    "Exclusion",
    "FilePiece",
    "Heartbeat",
    "ImportJob",
    "ImportRow",
    "InboundEvent",
    "Issue",
    "IssueEvent",
    "IssueItem",
    "MailBudget",
    "MailedLink",
    "Newsletter",
    "PartHandOver",
    "PassingFile",
    "ReaderExport",
    "ReaderNote",
    "ReaderTag",
    "RoleGrant",
    "RoundTrip",
    "Segment",
    "SendingSwitch",
    "SignUpHour",
    "SignUpRequest",
    "StagedRow",
    "Subscriber",
    "Subscription",
    "Suppression",
    "Tagging",
    "Throttle",
    "WarmUpDay",
    "WrongTokens",
]
