"""`{% component %}`, `{% wrap %}` and `{% slot %}`: the one way a page uses a component."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString

from nettmelding.web.components import COMPONENTS, NAMES
from nettmelding.web.components.core import Attributes, attributes, build, render

register = template.Library()
SLOTS = "_slots"


class ComponentNode(Node):
    def __init__(self, what: FilterExpression, values: dict[str, FilterExpression], body: NodeList | None) -> None:
        self.what, self.values, self.body = what, values, body

    def render(self, context: Context) -> SafeString:
        what = self.what.resolve(context)
        values = {key: value.resolve(context) for key, value in self.values.items()}
        name, component = _component(what, values)
        slots: dict[str, str] = {}
        body = ""
        if self.body is not None:
            with context.push(**{SLOTS: slots}):
                body = self.body.render(context)
        return render(name, component, body=body, slots=slots, outer=context)


class SlotNode(Node):
    def __init__(self, name: str, body: NodeList) -> None:
        self.name, self.body = name, body

    def render(self, context: Context) -> SafeString:
        context[SLOTS][self.name] = self.body.render(context)
        return SafeString("")


def _component(what: Any, values: dict[str, Any]) -> tuple[str, Any]:
    """A name and its parameters, or a component already made in the view."""
    if isinstance(what, str):
        if what not in COMPONENTS:
            raise template.TemplateSyntaxError(f"there is no component “{what}”")
        return what, build(what, COMPONENTS[what], values)
    if type(what) not in NAMES:
        raise template.TemplateSyntaxError(f"{what!r} is not a component")
    return NAMES[type(what)], what


def _node(parser: Parser, token: Token, end: str | None) -> ComponentNode:
    tag, *bits = token.split_contents()
    if not bits:
        raise template.TemplateSyntaxError(f"{{% {tag} %}} needs the component's name")
    what = parser.compile_filter(bits[0])
    rest = bits[1:]
    values = token_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError(f"{{% {tag} {bits[0]} %}} takes name=value only, not {rest[0]}")
    body = None
    if end is not None:
        body = parser.parse((end,))
        parser.delete_first_token()
    return ComponentNode(what, values, body)


@register.tag("component")
def component(parser: Parser, token: Token) -> ComponentNode:
    """`{% component "state" turn="you" word="Avvist" %}` or `{% component row %}`."""
    return _node(parser, token, None)


@register.tag("wrap")
def wrap(parser: Parser, token: Token) -> ComponentNode:
    """`{% wrap "sheet" title="Parter" %}…{% endwrap %}`."""
    return _node(parser, token, "endwrap")


@register.tag("slot")
def slot(parser: Parser, token: Token) -> SlotNode:
    """`{% slot "actions" %}…{% endslot %}` inside a `{% wrap %}`."""
    _, name = token.split_contents()
    body = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(name.strip("\"'"), body)


@register.filter("attributes")
def attributes_filter(attrs: Attributes) -> SafeString:
    return attributes(attrs)


@register.filter
def initials(name: str) -> str:
    """`Kari Marie Nordmann` → `KN`: first and last word."""
    words: Iterable[str] = [word for word in name.split() if word[:1].isalnum()]
    letters = [word[0].upper() for word in words]
    return "".join(letters[:1] + letters[1:][-1:])
