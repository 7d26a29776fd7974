"""The tables that are only ever added to."""

from nettmelding.core.append_only import AppendOnly

TABLES = (
    AppendOnly("audit.Event", frozenset({"checkpoint"})),
    AppendOnly("audit.EventDetail", frozenset({"payload", "salt", "erased_at"})),
    AppendOnly("audit.Checkpoint"),
    AppendOnly("notices.Submission"),
)
