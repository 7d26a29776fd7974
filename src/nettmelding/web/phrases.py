"""Standard texts as they are offered at a text field, filled in from the notice."""

from nettmelding.core.actor import Actor
from nettmelding.notices import placeholders
from nettmelding.notices.models import Notice
from nettmelding.organisations import texts
from nettmelding.organisations.queries import standard_texts
from nettmelding.web.components import Phrase, Phrases, field_id


def phrases_for(actor: Actor, notice: Notice, field: str, *, posts: bool = False) -> Phrases:
    """The texts of the actor for the field of that name. `posts`: its form knows what to do with `do=text:…`."""
    rows = list(standard_texts(actor)[: 2 * texts.MOST_TEXTS])
    values = placeholders.values(actor, notice) if any(texts.has_placeholders(row.text) for row in rows) else {}
    items = [Phrase(value=f"text:{row.id}", title=row.title, text=texts.fill(row.text, values)) for row in rows]
    return Phrases(into=field_id(field), items=items, posts=posts)
