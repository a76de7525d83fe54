"""Files that pass through: kept in the database, because web and worker may be two machines, and never for long."""

import io
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import models

from cms.clock import Now
from newsletter.core.retention import Kept, kept_for

PIECE = 1_000_000  # bytes


class PassingFileQuerySet(models.QuerySet):
    def begin(self, *, name: str = "") -> "PassingFile":
        """An empty one; whatever is written to it goes in a day."""
        return self.create(name=name[-200:], expires_at=Now() + kept_for(Kept.EXPORT_FILE))

    def forget(self) -> None:
        """They go, bytes first: nothing of them is brought into memory for that."""
        for pk in list(self.values_list("pk", flat=True)):
            FilePiece.objects.filter(file=pk)._raw_delete(using=self.db)  # noqa: SLF001 - nothing hangs on them
            PassingFile.objects.filter(pk=pk).delete()

    def over(self):
        """Those whose day has passed, by the database's clock."""
        return self.filter(expires_at__lte=Now())


class PassingFile(models.Model):
    """A file of readers on its way in or out, kept for at most a day. Its bytes lie in its pieces."""

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    objects = PassingFileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"File of {self.size:,} bytes"

    def write(self, chunks: Iterable[bytes]) -> None:
        """All its bytes, once."""
        with self.writer() as writer:
            for chunk in chunks:
                writer.write(chunk)

    @contextmanager
    def writer(self) -> Iterator["_Writing"]:
        """What takes its bytes, once, and keeps them a piece at a time; the size is known when it is left."""
        writing = _Writing(self)
        yield writing
        writing.close()
        self.size = writing.size
        self.save(update_fields=["size"])

    def read(self) -> Iterator[bytes]:
        """All of it, piece by piece."""
        for number in range(self.pieces.count()):
            yield self.piece(number)

    def piece(self, number: int) -> bytes:
        """The bytes of one piece."""
        return bytes(self.pieces.values_list("data", flat=True).get(number=number))

    def open(self) -> io.BufferedReader:
        """It as a file that can be read and searched; one piece is in memory at a time."""
        return io.BufferedReader(_Reading(self), buffer_size=65_536)


class FilePiece(models.Model):
    """A megabyte of a passing file; only the last one may be shorter."""

    file = models.ForeignKey(PassingFile, on_delete=models.CASCADE, related_name="pieces", db_index=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="file_piece_once")]

    def __str__(self) -> str:
        return f"Piece {self.number} of {self.file_id}"


class _Reading(io.RawIOBase):
    """The pieces as one stream of bytes."""

    def __init__(self, file: PassingFile) -> None:
        super().__init__()
        self._file, self._place = file, 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._file.size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer) -> int:
        if self._place >= self._file.size:
            return 0
        number, start = divmod(self._place, PIECE)
        if self._held[0] != number:
            self._held = (number, self._file.piece(number))
        found = self._held[1][start : start + len(buffer)]
        buffer[: len(found)] = found
        self._place += len(found)
        return len(found)


class _Writing:
    """A stream into pieces: as much of one as a zip needs that is written from its beginning to its end."""

    def __init__(self, file: PassingFile) -> None:
        self._file, self._number, self._held = file, 0, bytearray()
        self.size = 0

    def write(self, chunk: bytes) -> int:
        self._held += chunk
        while len(self._held) >= PIECE:
            self._keep(bytes(self._held[:PIECE]))
            del self._held[:PIECE]
        return len(chunk)

    def flush(self) -> None:
        """Pieces are kept when they are full."""

    def close(self) -> None:
        if self._held:
            self._keep(bytes(self._held))
            self._held.clear()

    def _keep(self, piece: bytes) -> None:
        self._file.pieces.create(number=self._number, data=piece)
        self._number, self.size = self._number + 1, self.size + len(piece)
