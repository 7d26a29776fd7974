"""*Hvem kan gjøre hva*: the table of rights in words, with what the company itself decides."""

import json
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nettmelding.core.actor import Right, Role
from nettmelding.core.errors import AppError
from nettmelding.organisations import role_rights
from nettmelding.organisations.role_rights import Line
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Column, faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.sensitive import sensitive
from nettmelding.web.shell.toasts import toast

URL = "admin:rights"


@require_GET
@section(URL)
def rights(request: ActingRequest) -> HttpResponse:
    """The table as it stands."""
    return _page(request, change=False)


@require_http_methods(["GET", "POST"])
@section(URL)
@sensitive
def change(request: ActingRequest) -> HttpResponse:
    """The same with boxes to tick where the company decides."""
    if request.method == "GET":
        return _page(request, change=True)
    lines = role_rights.table(request.actor)
    try:
        changed = role_rights.save(request.actor, _ticked(lines, request.POST), _base(request.POST))
    except AppError as error:
        return _page(request, change=True, problem=error)
    toast(request, _("Lagret. Det gjelder fra nå av.") if changed else _("Ingenting er endret."))
    return HttpResponseRedirect(reverse(URL))


def _page(request: ActingRequest, *, change: bool, problem: AppError | None = None) -> HttpResponse:
    lines = role_rights.table(request.actor)
    may_change = request.actor.may(Right.MANAGE_COMPANY)
    roles = [cell.role for cell in lines[0].cells]
    context: dict[str, Any] = {
        "tabs": tabs(request.actor, URL),
        "columns": [Column(text=_("Kan")), *(Column(text=str(role_rights.ROLE_TEXTS[role])) for role in roles)],
        "lines": [
            {"line": line, "cells": [(cell, str(role_rights.ROLE_TEXTS[cell.role])) for cell in line.cells]}
            for line in lines
        ],
        "change": change and may_change,
        "may_change": may_change,
        "base": json.dumps({line.right: [cell.role for cell in line.cells if _chosen(cell)] for line in lines}),
        "faults": faults({"": problem.message}) if problem else (),
    }
    return page(request, "admin/rights.html", context, status=problem.status if problem else 200)


def _chosen(cell: role_rights.Cell) -> bool:
    return cell.is_open and cell.holds


def _ticked(lines: list[Line], post: QueryDict) -> dict[Right, list[Role]]:
    return {
        line.right: [cell.role for cell in line.cells if cell.is_open and cell.role in post.getlist(line.right)]
        for line in lines
        if line.is_open
    }


def _base(post: QueryDict) -> dict[Right, list[Role]] | None:
    """What the page showed; None where nothing sensible came with the form."""
    try:
        held = json.loads(post.get("base", ""))
        return {Right(right): [Role(role) for role in roles] for right, roles in held.items()}
    except (ValueError, AttributeError, TypeError):
        return None
