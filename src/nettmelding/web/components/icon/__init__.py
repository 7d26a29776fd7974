"""A small drawing, always decoration: the words beside it carry the meaning."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

_LINE = 'fill="none" stroke="currentColor" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round"'


def _line(path: str, width: float = 1.8) -> str:
    return f'<path d="{path}" {_LINE.format(width)}/>'


DRAWINGS: dict[str, str] = {
    "mark": '<path d="M13 2 4 14h6l-1 8 9-12h-6z" fill="currentColor"/>',
    "plus": _line("M12 5v14M5 12h14", 2),
    "check": _line("m5 12.500 4.500 4.500L19 7.500", 2.4),
    "cross": _line("m6 6 12 12M18 6 6 18", 2),
    "right": _line("m9 6 6 6-6 6"),
    "left": _line("m15 6-6 6 6 6"),
    "down": _line("m6 9 6 6 6-6"),
    "up": _line("m6 15 6-6 6 6"),
    "search": _line("M11 17.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM16 16l4.500 4.500"),
    "warn": _line("M12 4 2.800 20h18.400z", 1.7) + _line("M12 10v4.500M12 17.200h.01", 2),
    "info": _line("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", 1.7) + _line("M12 11v5.500M12 7.700h.01", 2),
    "stop": _line("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z", 1.7) + _line("M8.500 8.500l7 7M15.500 8.500l-7 7", 2),
    "help": _line("M9.300 9.200a2.800 2.800 0 1 1 4.200 2.500c-.9.500-1.500 1.100-1.500 2.100v.4M12 17.400h.01", 2),
    "home": _line("M4 11 12 4l8 7v8.500h-5.500V14h-5v5.500H4z", 1.7),
    "list": _line("M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01", 1.9),
    "map": _line("m9 4 6 2.500 5-2v13l-5 2L9 17l-5 2V6zM9 4v13M15 6.500v13", 1.6),
    "gear": _line("M4 7h9M19 7h1M4 17h1M11 17h9M16 9.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z", 1.7)
    + _line("M8 19.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z", 1.7),
    "people": _line("M12 11.500a3.700 3.700 0 1 0 0-7.400 3.700 3.700 0 0 0 0 7.400z")
    + _line("M5 20c.6-3.600 3.400-5.500 7-5.500s6.400 1.900 7 5.500"),
    "file": _line("M6.500 3.500h7.500l4 4v13h-11.500zM14 3.500v4h4", 1.7),
    "picture": _line("M4 5.500h16v13H4zM4 16l4.500-4.500 4 4 3-3L20 17M15.500 9.500h.01", 1.7),
    "camera": _line("M4 8h3.500L9 5.500h6L16.500 8H20v11H4zM12 16.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6z", 1.7),
    "upload": _line("M12 16V5M7.500 9 12 4.500 16.500 9M5 19.500h14"),
    "download": _line("M12 4.500v11M7.500 11.500 12 16l4.500-4.500M5 19.500h14"),
    "bin": _line("M5 7h14M10 7V4.500h4V7M7 7l.8 12.500h8.400L17 7", 1.7),
    "calendar": _line("M4.500 6h15v13.500h-15zM4.500 10h15M8.500 3.500V7M15.500 3.500V7", 1.7),
    "clock": _line("M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.500V12l3 2", 1.7),
    "print": _line("M7 9V4h10v5M7 17H4.500V9h15v8H17M7 14h10v6H7z", 1.7),
    "mail": _line("M4 6h16v12H4zM4.500 6.500 12 13l7.500-6.500", 1.7),
    "lock": _line("M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3", 1.7),
    "undo": _line("M8 5 4 9l4 4M4.500 9H14a5 5 0 0 1 0 10H9"),
    "sun": _line("M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 3v1.500M12 19.500V21M3 12h1.500M19.500 12H21")
    + _line("M5.600 5.600l1.100 1.100M17.300 17.300l1.100 1.100M5.600 18.400l1.100-1.100M17.300 6.700l1.100-1.100"),
    "offline": _line("M3.500 9.500a13 13 0 0 1 17 0M7 13.300a8 8 0 0 1 10 0M12 18.500h.01M4 4l16 16"),
    "dots": _line("M6 12h.01M12 12h.01M18 12h.01", 2.6),
    "minus": _line("M5 12h14", 2),
    "layers": _line(
        "m12 4 8.500 4.500L12 13 3.500 8.500zM3.500 12.500 12 17l8.500-4.500M3.500 16.500 12 21l8.500-4.500", 1.6
    ),
    "here": _line("M12 18a6 6 0 1 0 0-12 6 6 0 0 0 0 12zM12 2.500V6M12 18v3.500M2.500 12H6M18 12h3.500", 1.7)
    + '<circle cx="12" cy="12" r="2.200" fill="currentColor"/>',
    "expand": _line("M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5", 1.8),
    "north": _line("M12 3 6.500 20 12 16l5.500 4z", 1.7) + '<path d="M12 3 6.500 20 12 16z" fill="currentColor"/>',
    "filter": _line("M4 6h16M7 12h10M10 18h4"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Icon:
    """`name` is a key of `DRAWINGS`; `size` is `""`, `small` or `large`."""

    name: str
    size: str = ""

    def __post_init__(self) -> None:
        if self.name not in DRAWINGS:
            raise ValueError(f"no drawing is called “{self.name}”")

    @property
    def drawing(self) -> SafeString:
        return mark_safe(DRAWINGS[self.name])
