"""The draft that the questions end in, filled in from the installation that was found."""

from nettmelding.core.actor import Actor
from nettmelding.notices import drafts, places, working_copy
from nettmelding.notices.catalogue import guide
from nettmelding.notices.catalogue.selection import forms_offered
from nettmelding.notices.models import Notice
from nettmelding.web.start import choosing, companies
from nettmelding.web.start.choosing import Chosen


def draft(actor: Actor, chosen: Chosen) -> Notice | None:
    """A new draft with everything in, where nothing is left to ask; None where the page has a question yet."""
    company = companies.likely(actor, chosen.grid_company)
    ended = choosing.outcome(chosen, working_copy.rules_at(company.id if company else None))
    if not isinstance(ended, guide.Answer) or not ended.types or ended.fixed or ended.request_only:
        return None
    if not ended.form and len(forms_offered(ended.types)) > 1:
        return None
    return of_answer(actor, chosen, ended, "")


def of_answer(actor: Actor, chosen: Chosen, answer: guide.Answer, form: str) -> Notice:
    """A draft of what was answered. The grid company follows from the address, not from whose limits were read.

    Errors: those of `guide.check_form`, `drafts.create` and `places.use_found`.
    """
    forms = forms_offered(answer.types)
    default = str(answer.form or (forms[0] if len(forms) == 1 else ""))
    guide.check_form(answer, form or default)
    notice = drafts.create(actor, answer.types, form or default, answers=answer.prefill)
    return places.use_found(actor, notice.id, chosen.point) if chosen.point else notice
