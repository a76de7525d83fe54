"""A transport that is told what to answer."""

from newsletter.core.receipts import Receipt, Stage


class Answering:
    """Marks like a real transport, and then says of every letter what it was told to say; 0 is silence."""

    def __init__(self, code: int, reply: str = "") -> None:
        self.code, self.reply, self.asked = code, reply, 0

    def offer(self, messages, *, mark):
        for message in messages:
            if message.delivery_id in mark([message]):
                self.asked += 1
                yield Receipt(delivery_id=message.delivery_id, stage=Stage.DOT, code=self.code, reply=self.reply)

    def close(self) -> None:
        """Nothing is open."""
