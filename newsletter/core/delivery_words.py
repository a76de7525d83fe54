"""One sentence for each state, event and reason of a delivery; the admin and the reference print these."""

from collections.abc import Mapping

from newsletter.core.delivery_state import Event, Reason, State

STATES: Mapping[State, str] = {
    State.PENDING: "Planned and waiting for a sender.",
    State.CLAIMED: "A sender has taken it for 90 seconds; the next server has nothing yet.",
    State.MARKED: "Written to the next server, all but the final dot; from here on the answer decides.",
    State.HANDED_OVER: "The next server said yes; this never changes again.",
    State.REFUSED: "The next server would not take it, and said so.",
    State.FAILED: "We stopped trying, and nothing was handed over.",
    State.CANCELLED: "We chose not to hand it over, for the reason beside it.",
    State.UNCERTAIN: "We asked and heard nothing: it may have arrived, so it is not offered again by itself.",
}

EVENTS: Mapping[Event, str] = {
    Event.PLAN: "The planner wrote a delivery for a recipient.",
    Event.CLAIM: "A sender took it, with a lease.",
    Event.MARK: "The gate committed the mark just before the point of no return.",
    Event.ACCEPT: "The next server answered yes.",
    Event.DEFER: "The next server answered later.",
    Event.REFUSE: "The next server answered no.",
    Event.BREAK_OFF: "The connection ended before the final dot, without an answer.",
    Event.RELEASE: "A sender that stops gave its claim back.",
    Event.TAKE_BACK: "The sender that marked it knows that it wrote no dot, and took the mark back.",
    Event.FALL_SILENT: "No answer came after the final dot.",
    Event.LOSE_LEASE: "The lease ended without a word from its sender.",
    Event.FAIL_TO_BUILD: "No message could be made of it.",
    Event.GIVE_UP: "A named person gave up one that was set aside.",
    Event.WITHDRAW: "The issue or part was withdrawn, or the reader left, paused, was suppressed or erased.",
    Event.RUN_OUT_OF_TIME: "Its time for trying was over.",
    Event.PROVE: "Evidence showed that it had arrived.",
    Event.SEND_AGAIN: "A rule or a named person asked for one more try of an uncertain delivery.",
    Event.SETTLE: "It was left as it is: it probably arrived.",
    Event.TRY_AGAIN: "A named person asked to try one again that was refused, failed or set aside.",
    Event.RESTORE: "A backup was restored, so nobody knows what has left since.",
}

REASONS: Mapping[Reason, str] = {
    Reason.ISSUE_CANCELLED: "The issue was cancelled.",
    Reason.LEFT: "The reader had left.",
    Reason.SUPPRESSED: "The address must not be mailed.",
    Reason.SUSPENDED: "The address is resting after repeated bounces.",
    Reason.PAUSED: "The reader had paused.",
    Reason.CONSENT_MISSING: "There is no confirmed consent for it.",
    Reason.ERASED: "The reader asked us to erase their data.",
    Reason.ALREADY_HAD_PART: "The reader already had every part of it by another road.",
    Reason.COURSE_STOPPED: "The course or the reader's way had stopped, or its part was edited or taken back.",
    Reason.ALREADY_CONFIRMED: "The reader had already confirmed, or its link opened nothing any more.",
    Reason.HARD: "The address does not exist.",
    Reason.SOFT: "The mailbox cannot take mail at present.",
    Reason.POLICY: "The next server objects to us as the sender, not to the reader.",
    Reason.UNKNOWN: "The next server refused without saying which kind of refusal it is.",
    Reason.GAVE_UP: "The next server kept saying later until the time for trying was over.",
    Reason.UNBUILDABLE: "No message could be made of it, so nobody was asked to take it. The log says why.",
    Reason.UNCLAIMABLE: "Five senders ended while they held it. No server was ever asked to take it.",
    Reason.NO_ANSWER: "The next server did not answer after the final dot.",
    Reason.SENDER_GONE: "The sender ended between the mark and the answer.",
    Reason.RESTORED: "It was open when an older backup was restored.",
}


def told_aside(count: int) -> str:
    """How many letters were set aside, and what that means."""
    if count == 1:
        return "1 letter was never offered to anyone: five senders in turn ended while they held it."
    return f"{count:,} letters were never offered to anyone: five senders in turn ended while they held each of them."
