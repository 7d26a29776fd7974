"""A change looked over before it is made, and afterwards: what became of each, and the way back."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from nettmelding.core.errors import AppError
from nettmelding.notices import bulk, bulk_handling, bulk_undo, labels, queries
from nettmelding.notices.bulk_plan import Line, Plan, Way
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.models import BulkChange, BulkChangeRow, Notice
from nettmelding.notices.status import INFO
from nettmelding.web import words
from nettmelding.web.components import Fact, Fault, Option, Tone
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.rows import href_of
from nettmelding.web.shell.toasts import toast

ALL, SOME = "alle", "dem-som-kan"


@dataclass(frozen=True, slots=True)
class Row:
    """One notice as it is told here."""

    href: str
    name: str
    address: str
    state: str
    changes: tuple[Fact, ...] = ()
    anew: bool = False
    why: str = ""
    undone: bool = False


@require_http_methods(["GET", "POST"])
@acting
def change(request: ActingRequest, bulk_id: UUID) -> HttpResponse:
    """What would change and what stays, one by one; with a POST it is done. Afterwards the same address tells what was done."""
    actor = request.actor
    found = bulk.get(actor, bulk_id)
    if found.done_at is not None:
        return page(request, "bulk/done.html", _done(request, found))
    if _is_unfilled(found):
        return HttpResponseRedirect(reverse("bulk:fields", args=[bulk_id]))
    problem: AppError | None = None
    if request.method == "POST":
        does = bulk.carry_out if found.what == BulkChange.What.FIELDS else bulk_handling.carry_out
        try:
            seen = _seen(request.POST.get("seen", ""))
            done = does(actor, bulk_id, revisions=seen, those_that_can=request.POST.get("how") != ALL)
        except AppError as error:
            if error.status not in {409, 412}:
                raise
            problem = error
        else:
            toast(request, _said(len(done.plan.changing)), undo=reverse("bulk:undo", args=[bulk_id]))
            return HttpResponseRedirect(reverse("bulk:change", args=[bulk_id]))
    context = _preview(request, found)
    context["faults"] = (Fault(text=problem.message),) if problem else ()
    return page(request, "bulk/preview.html", context, status=problem.status if problem else 200)


@require_POST
@acting
def undo(request: ActingRequest, bulk_id: UUID) -> HttpResponse:
    """Take it back, as far as it stands as it was set."""
    try:
        undone = bulk_undo.undo(request.actor, bulk_id)
    except AppError as problem:
        if problem.status != 409:
            raise
        toast(request, problem.message, Tone.WARN)
        return HttpResponseRedirect(reverse("bulk:change", args=[bulk_id]))
    back = ngettext("Angret i én melding.", "Angret i %(count)s meldinger.", len(undone.lines)) % {
        "count": len(undone.lines)
    }
    left = [f"{bulk.named(notice)}: {why}" for notice, why in undone.left[:5]]
    toast(request, " ".join([back, *left]), Tone.WARN if left else Tone.GOOD)
    return HttpResponseRedirect(reverse("bulk:change", args=[bulk_id]))


def _is_unfilled(found: BulkChange) -> bool:
    return found.what in {BulkChange.What.FIELDS, BulkChange.What.ASSIGN} and not found.values


def _seen(text: str) -> dict[UUID, int]:
    """`id:revision id:revision …`; what is not written so is left out, and then counts as seen as it stands."""
    seen = {}
    for one in text.split():
        key, _colon, revision = one.partition(":")
        try:
            seen[UUID(key)] = int(revision)
        except ValueError:
            continue
    return seen


def _preview(request: ActingRequest, found: BulkChange) -> dict[str, object]:
    fields = found.what == BulkChange.What.FIELDS
    plan = (bulk.preview if fields else bulk_handling.preview)(request.actor, found)
    told = [line for line in plan.changing if line.way in {Way.TOLD, Way.DECIDED}]
    return {
        "change": found,
        "lead": _lead(plan),
        "wishes": [Fact(term=one["label"], value=one["value"] or _("gjøres tomt")) for one in bulk.wishes(found)],
        "changing": [_line(request, line) for line in plan.changing],
        "staying": [_line(request, line) for line in plan.staying],
        "hindered": len(plan.hindered),
        "anew": sum(1 for line in plan.changing if line.way is Way.DECIDED),
        "told": len(told),
        "button": ngettext("Endre én melding", "Endre %(count)s meldinger", len(plan.changing))
        % {"count": len(plan.changing)},
        "seen": " ".join(f"{line.notice.id}:{line.notice.revision}" for line in plan.lines),
        "has_fields": found.what != BulkChange.What.TAKE and found.what != BulkChange.What.RELEASE,
        "hows": [
            Option(value=SOME, text=_("Endre dem som kan"), detail=_("De andre står som de er.")),
            Option(value=ALL, text=_("Alle eller ingen"), detail=_("Er det noe i veien for én, endres ingen.")),
        ],
        "how": SOME,
    }


def _lead(plan: Plan) -> str:
    """`9 endres, 2 står: allerede ferdigmeldt.`"""
    changing, staying = len(plan.changing), len(plan.staying)
    if not staying:
        return ngettext("Én endres.", "%(count)s endres.", changing) % {"count": changing}
    why = dict.fromkeys(_in_a_sentence(line.why) for line in plan.staying)
    parts = {"changing": changing, "staying": staying, "why": ", ".join(list(why)[:3])}
    if not changing:
        return _("Ingen endres. %(staying)s står: %(why)s.") % parts
    return _("%(changing)s endres, %(staying)s står: %(why)s.") % parts


def _in_a_sentence(why: str) -> str:
    """`Allerede ferdigmeldt.` → `allerede ferdigmeldt`; what comes after the first sentence stands by the notice itself."""
    first = why.partition(". ")[0].rstrip(".")
    return first[:1].lower() + first[1:]


def _line(request: ActingRequest, line: Line) -> Row:
    notice = line.notice
    left_out = _("Har ikke: %(fields)s.") % {"fields": ", ".join(line.left_out)} if line.left_out else ""
    return Row(
        href=href_of(request.actor, notice),
        name=notice.number or _("Kladd"),
        address=labels.address(notice) or _("Uten adresse ennå"),
        state=str(INFO[notice.state].name),
        changes=tuple(Fact(term=_(one.label), value=one.now, was=one.was) for one in line.changes),
        anew=line.way is Way.DECIDED,
        why=" ".join(filter(None, [line.why, left_out])),
    )


def _done(request: ActingRequest, found: BulkChange) -> dict[str, object]:
    rows = list(found.rows.all())
    seen = queries.as_lines(queries.visible_to(request.actor)).in_bulk([row.notice_id for row in rows])
    told = [(row, _told(request, row, seen[row.notice_id])) for row in rows if row.notice_id in seen]
    told.sort(key=lambda pair: (pair[1].name, pair[1].address))
    changed = [one for row, one in told if row.after]
    who = {"who": found.made_by_name, "when": words.at(found.done_at)}
    undone = {"who": found.undone_by_name, "when": words.at(found.undone_at)}
    return {
        "change": found,
        "lead": _("Gjort av %(who)s %(when)s.") % who,
        "undone": _("Angret av %(who)s %(when)s.") % undone if found.undone_at else "",
        "wishes": [Fact(term=one["label"], value=one["value"] or _("gjort tomt")) for one in bulk.wishes(found)],
        "changed": changed,
        "stayed": [one for row, one in told if not row.after],
        "may_undo": bulk_undo.may_undo(found),
    }


def _told(request: ActingRequest, row: BulkChangeRow, notice: Notice) -> Row:
    return Row(
        href=href_of(request.actor, notice),
        name=notice.number or _("Kladd"),
        address=labels.address(notice) or _("Uten adresse ennå"),
        state=str(INFO[notice.state].name),
        changes=tuple(_facts(row)),
        why=row.why,
        undone=row.undone_at is not None,
    )


def _facts(row: BulkChangeRow) -> list[Fact]:
    known = catalogue().fields
    facts = []
    for path, kept in row.after.items():
        before = row.before.get(path)
        if path in known:
            was, now = (text_of(known[path], one["value"]) if one else "" for one in (before, kept))
            facts.append(Fact(term=_(known[path].label), value=now or _("tomt"), was=was))
    return facts


def _said(count: int) -> str:
    return ngettext("Én melding er endret.", "%(count)s meldinger er endret.", count) % {"count": count}
