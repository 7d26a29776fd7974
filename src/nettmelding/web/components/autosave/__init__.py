"""When a form that saves itself was last saved: `autosave.ts` keeps the words up to date."""

from dataclasses import dataclass
from enum import StrEnum


class SaveState(StrEnum):
    SAVED = "saved"
    SAVING = "saving"
    OFFLINE = "offline"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AutoSave:
    """`at` is the time of day in words („12.03”); empty before the first save. `form` is the form's id."""

    form: str
    at: str = ""
    state: SaveState = SaveState.SAVED
