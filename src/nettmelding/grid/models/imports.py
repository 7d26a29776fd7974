"""A file with a grid on its way in through the page: handed in, read by the worker, made an edition."""

from django.db import models

from nettmelding.core import clock
from nettmelding.core.due import DueRow
from nettmelding.core.ids import uuid7
from nettmelding.grid.models.editions import Edition


class GridImport(DueRow):
    """One lot of files. What is to be done next follows from `state`; nothing while `finished_at` is set.

    The files lie in `grid.uploads.folder(id)` until an edition has come of them or they are swept.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded"
        """To be looked at and tried."""
        READING = "reading"
        TRIED = "tried"
        """Waits for a person: to correct the mapping, or to have the edition made."""
        MAKING = "making"
        READY = "ready"
        FAILED = "failed"
        """Nothing can come of these files."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grid_company_id = models.UUIDField()
    made_by_id = models.UUIDField()
    """The person who handed the files in, or asked for the edition: it is made as theirs."""
    made_at = models.DateTimeField(default=clock.now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.UPLOADED)
    files = models.JSONField(default=list)
    """Names and sizes in bytes, `[{"name": …, "bytes": …}]`, as they were handed in."""
    words = models.JSONField(default=dict)
    """How they are read; see `grid.importing.mapping`."""
    layers = models.JSONField(default=list)
    """What was found in them; see `grid.importing.inspecting`."""
    projection_guess = models.CharField(max_length=12, blank=True, default="")
    """Where the files do not say it."""
    report = models.JSONField(default=dict)
    """What the dry run came to; see `grid.importing.report`. Empty where it came to nothing."""
    problem = models.CharField(max_length=500, blank=True, default="")
    """The sentence that says why it came to nothing."""
    stage = models.CharField(max_length=8, blank=True, default="")
    """What is being done: `read` or `written`."""
    done = models.PositiveIntegerField(default=0)
    """Objects so far at this stage."""
    total = models.PositiveIntegerField(default=0)
    """Of how many; 0: not known."""
    edition = models.ForeignKey(Edition, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["grid_company_id", "made_at"], name="grid_import_when")]
