"""Forty readers who do not exist, all on example.org; the first five are the cast of the tests and the README."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoReader:
    """`state` is active, pending or paused; `is_suppressed` means that letters to the address came back for good."""

    local_part: str
    first_name: str
    zone: str
    state: str = "active"
    is_suppressed: bool = False

    @property
    def email(self) -> str:
        return f"{self.local_part}@example.org"


CAST = (
    DemoReader("ada", "Ada", "Europe/Lisbon"),
    DemoReader("bram", "Bram", "Europe/Amsterdam", is_suppressed=True),
    DemoReader("chidi", "Chidi", "Africa/Lagos", "pending"),
    DemoReader("dina", "Dina", "Asia/Jerusalem", "paused"),
    DemoReader("esra", "إسراء", "Pacific/Auckland"),
)
_NAMES = (
    *("Aiko", "Anselm", "Beatriz", "Bruno", "Carys", "Casimir", "Dagny", "Eamon", "Elif", "Femi", "Greta", "Hana"),
    *("Ilse", "Ines", "Jaro", "Juno", "Kofi", "Lale", "Linnea", "Malik", "Maren", "Nadia", "Noor", "Oisín", "Paloma"),
    *("Quim", "Rafael", "Rosa", "Saskia", "Sunniva", "Tadeusz", "Thandi", "Uri", "Wanda", "Yusuf"),
)
_ZONES = ("Europe/Lisbon", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Africa/Nairobi", "America/Sao_Paulo")
_NAMELESS = 7  # every so many readers gave no name, as in life


def readers() -> tuple[DemoReader, ...]:
    """All forty, the same each time."""
    others = (
        DemoReader(f"reader{number:02}", "" if number % _NAMELESS == 0 else name, _ZONES[number % len(_ZONES)])
        for number, name in enumerate(_NAMES, start=6)
    )
    return (*CAST, *others)
