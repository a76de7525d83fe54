"""What a mail server may do wrong, drawn from a seed: the same seed, reader and attempt always meet the same fault."""

from random import Random

# Faults of one message and how many of 10,000 meet them.
FAULTS = {
    "slow before recording": 60,
    "slow after recording": 60,
    "answer lost": 50,  # recorded, and the connection is reset before the yes
    "answer cut": 25,  # recorded, and half a yes is said
    "answer late": 10,  # recorded, and the yes comes after the lease of the mark
    "stall": 10,  # recorded, and nothing is said for long, then the connection ends
    "reset after the dot": 40,  # not recorded, and nothing is said
    "reset at rcpt": 30,
    "reset at data": 30,
    "reset in the body": 30,
    "421 at rcpt": 15,
    "421 at data": 15,
    "421 at dot": 15,
    "451 at rcpt": 50,
    "451 at data": 50,
    "451 at dot": 50,
    "550 at rcpt": 15,
    "550 at dot": 15,
    "yes without a dot": 15,  # a yes that nobody asked for; the message is thrown away
    "nobody, yet 354": 20,  # the only recipient is refused, and the body asked for
}

ANSWERS = {
    "421": "421 4.3.2 closing",
    "451": "451 4.3.0 later",
    "550 at rcpt": "550 5.1.1 no such user",
    "550 at dot": "550 5.6.0 not like this",
    "nobody": "550 5.2.1 no mail is taken for this box",
}

# Faults of a whole connection, of 1,000.
CONNECTION_FAULTS = {
    "no pipelining": 150,
    "odd fragments": 100,
    "reset at the greeting": 10,
    "reset at ehlo": 10,
    "421 at the greeting": 10,
    "reset at mail": 5,
    "451 at mail": 5,
}


class Mischief:
    """`amount` is 0 for a server that keeps to the standard, 1 for the usual share of faults, more for more."""

    def __init__(self, seed: str, amount: float) -> None:
        self._seed, self._amount = seed, amount

    def of_message(self, recipient: str, attempt: int) -> str:
        return self._drawn(FAULTS, 10_000, f"{recipient}:{attempt}")

    def of_connection(self, number: int) -> str:
        return self._drawn(CONNECTION_FAULTS, 1_000, f"connection {number}")

    def answer(self, fault: str, stage: str) -> str:
        """What the fault says at that stage instead of yes; empty when it is about another stage."""
        if fault == "nobody, yet 354":
            return ANSWERS["nobody"] if stage == "rcpt" else ""
        code, _, at = fault.partition(" at ")
        return (ANSWERS.get(fault) or ANSWERS.get(code, "")) if at == stage else ""

    def _drawn(self, table: dict[str, int], of: int, what: str) -> str:
        # Seeded by words, so that processes and their timing change nothing.
        left = Random(f"{self._seed}:{what}").random() * of
        for fault, share in table.items():
            left -= share * self._amount
            if left < 0:
                return fault
        return ""
