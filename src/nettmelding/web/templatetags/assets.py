"""`{% assets "src/main.ts" %}`: style sheets and script of a built entry."""

from django import template
from django.utils.safestring import SafeString

from nettmelding.web.assets import tags

register = template.Library()


@register.simple_tag
def assets(source: str) -> SafeString:
    return tags(source)
