"""Files that a project's notices share."""

from typing import BinaryIO, cast
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.errors import AppError, Invalid
from nettmelding.documents import queries as documents
from nettmelding.notices import projects, projects_sharing
from nettmelding.web.case.files import SHOWN, guarded
from nettmelding.web.pages import ActingRequest, acting
from nettmelding.web.projects import one
from nettmelding.web.projects.changing import told
from nettmelding.web.shell.toasts import toast


@require_POST
@acting
def share(request: ActingRequest, project_id: UUID) -> HttpResponse:
    """A file for all of them; what is refused is said on the page."""
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Invalid("no_file", _("Velg en fil."), fields={"file": _("Velg en fil.")})
        shared = projects_sharing.share_file(
            request.actor,
            project_id,
            kind=request.POST.get("kind", ""),
            name=file.name or "",
            file=cast(BinaryIO, file.file),
        )
    except AppError as error:
        if error.status != 422:
            raise
        error.fields = error.fields or {"file": error.message}
        return one.shown(request, projects.get(request.actor, project_id), error)
    said = ngettext("Én melding har fått vedlegget.", "%(count)s meldinger har fått vedlegget.", shared.given)
    toast(request, said % {"count": shared.given} + told(shared))
    return HttpResponseRedirect(reverse("projects:project", args=[project_id]))


@require_GET
@acting
def content(request: ActingRequest, project_id: UUID, shared_id: UUID) -> HttpResponseBase:
    """The file itself."""
    document = projects_sharing.opened(request.actor, project_id, shared_id).document
    answer = FileResponse(
        documents.content(document),
        content_type=document.content_type,
        as_attachment=document.content_type not in SHOWN,
        filename=document.name,
    )
    return guarded(answer, document)


@require_POST
@acting
def stop(request: ActingRequest, project_id: UUID, shared_id: UUID) -> HttpResponse:
    """Later notices do not get it."""
    projects_sharing.stop_sharing(request.actor, project_id, shared_id)
    toast(request, _("Nye meldinger får ikke vedlegget. De som har det, beholder det."))
    return HttpResponseRedirect(reverse("projects:project", args=[project_id]))
