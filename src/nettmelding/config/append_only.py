"""The tables that are only ever added to."""

from nettmelding.core.append_only import AppendOnly

TABLES = (
    AppendOnly("audit.Event", frozenset({"checkpoint"})),
    AppendOnly("audit.EventDetail", erasable=frozenset({"payload", "salt"})),
    AppendOnly("audit.Checkpoint"),
    AppendOnly("notices.Submission", erasable=frozenset({"content"})),
    AppendOnly("declarations.Declaration", erasable=frozenset({"content", "printed", "signature"})),
)
