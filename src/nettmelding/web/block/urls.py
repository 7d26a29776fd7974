from django.urls import URLPattern, path

from nettmelding.web.block import making

app_name = "block"
urlpatterns: list[URLPattern] = [
    path("<uuid:notice_id>/anlegg/nye", making.making_page, name="making"),
    path("<uuid:notice_id>/anlegg/mal.xlsx", making.template, name="template"),
]
