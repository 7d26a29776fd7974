"""Files of the working copy, sent one by one; and the empty declaration to fill in."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from nettmelding.core.errors import AppError
from nettmelding.declarations.empty import declaration_template
from nettmelding.notices.catalogue.model import SectionContent, Stage
from nettmelding.web.form import doing, page, state
from nettmelding.web.pages import ActingRequest, acting


@acting
@require_POST
def upload(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """One file for the notice; the answer is the list of papers as it is now."""
    return _taken(request, notice_id, Stage.NOTICE)


@acting
@require_POST
def upload_completion(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """One file for the completion report."""
    return _taken(request, notice_id, Stage.COMPLETION)


@acting
def declaration(request: ActingRequest) -> HttpResponseBase:
    """The empty declaration of conformity (FEL § 12), a PDF with fields; `?sprak=` one of the languages, else the reader's."""
    asked, known = request.GET.get("sprak", ""), dict(settings.LANGUAGES)
    language = asked if asked in known else (get_language() or settings.LANGUAGE_CODE)
    answer = HttpResponse(declaration_template(language), content_type="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="samsvarserklaering.pdf"'
    return answer


def _taken(request: ActingRequest, notice_id: UUID, stage: Stage) -> HttpResponseBase:
    file = request.FILES.get("file")
    try:
        if file is not None:
            doing.add_file(request, notice_id, stage, file, request.POST.get("kind", ""))
    except AppError as error:
        problem = {"title": error.message, "detail": error.message, "status": error.status, "code": error.code}
        return JsonResponse(problem, status=error.status, content_type="application/problem+json")
    shown = state.read(request.actor, notice_id, stage)
    papers = next(one for one in shown.form.sections if one.section.content is SectionContent.ATTACHMENTS)
    return render(request, "form/_papers.html", page.common(shown) | {"section": page.section(shown, papers)})
