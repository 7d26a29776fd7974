"""Filling in: the page, and an ordinary post of the whole form, which needs no script."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.notices import projects
from nettmelding.notices.catalogue.model import FormKind, Stage
from nettmelding.web.components import Fault, Tone, faults, field_id
from nettmelding.web.form import block, doing, page, posted, saving, state
from nettmelding.web.form.state import State, Typed
from nettmelding.web.pages import ActingRequest, acting
from nettmelding.web.pages import page as whole_page
from nettmelding.web.shell.toasts import toast


@acting
def edit(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """*Rediger melding*."""
    return _edit(request, notice_id, Stage.NOTICE)


@acting
def completion(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """*Ferdigmelding*."""
    return _edit(request, notice_id, Stage.COMPLETION)


def _edit(request: ActingRequest, notice_id: UUID, stage: Stage) -> HttpResponseBase:
    show_missing = "mangler" in request.GET
    fragment = bool(request.htmx)  # type: ignore[attr-defined]
    if request.method != "POST":
        return _show(request, state.read(request.actor, notice_id, stage, show_missing=show_missing))
    sent = posted.whole_form(request.POST)
    before = state.read(request.actor, notice_id, stage)
    meanwhile = request.POST.get("revision", "") != str(before.notice.revision)
    result = saving.save(request.actor, notice_id, stage, sent)
    for remark in result.remarks.values():
        toast(request, remark, Tone.WARN)
    typed = Typed(
        texts={
            **{name: sent.mine[name] for name in (*result.errors, *result.clashes) if name in sent.mine},
            **{f"{name}.q": [typed] for name, typed in sent.searched.items() if name in result.errors},
        },
        errors=result.errors,
        clashes=result.clashes,
        choices=result.choices,
    )
    done = doing.do(request, notice_id, stage)
    typed = done.added_to(typed)
    wrong = bool(typed.errors or typed.clashes or typed.said or typed.companies)
    if fragment and done.parties and not (meanwhile and not wrong):
        return _parties_fragment(
            request, state.read(request.actor, notice_id, stage, typed, show_missing=show_missing), done
        )
    if wrong:
        return _show(request, state.read(request.actor, notice_id, stage, typed, show_missing=show_missing), 422)
    return _onward(request, notice_id, stage, done)


def _onward(request: ActingRequest, notice_id: UUID, stage: Stage, done: doing.Done) -> HttpResponseBase:
    """Post, redirect, get."""
    shown = state.read(request.actor, notice_id, stage)
    addresses = page.addresses_of(shown)
    if done.send:
        return redirect(addresses.send)
    missing = "?mangler=1" if "mangler" in request.GET else ""
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Refresh": "true"})
    return HttpResponseRedirect(f"{addresses.edit}{missing}{done.anchor}")


def _show(request: ActingRequest, shown: State, status: int = 200) -> HttpResponse:
    context = page.whole(shown)
    items = faults(shown.typed.errors)
    items += tuple(
        Fault(
            text=_("%(by)s endret dette i mellomtiden: %(value)s") % {"by": c.by, "value": c.value},
            href=f"#{field_id(name)}",
        )
        for name, c in shown.typed.clashes.items()
    )
    context |= {
        "faults": items,
        "family": block.nav(shown),
        "case_href": reverse("case:case", args=[shown.notice.id]),
        "may_make_more": shown.notice.mother_id is None and shown.notice.form != FormKind.SEVERAL,
        "project": projects.visible_to(request.actor).filter(pk=shown.notice.project_id).first()
        if shown.notice.project_id
        else None,
    }
    return whole_page(request, "form/edit.html", context, status=status)


def _parties_fragment(request: ActingRequest, shown: State, done: doing.Done) -> HttpResponse:
    """The part about people alone, for a press on a button in it; rail and foot follow out of band."""
    parties = next(one for one in shown.form.sections if one.id == "parties")
    context = page.common(shown) | {"section": page.section(shown, parties), "focus": done.anchor.removeprefix("#")}
    return render(request, "form/_parties_answer.html", context)
