from django.urls import URLPattern, path

from nettmelding.web.block import making, table, table_deeds

app_name = "block"
urlpatterns: list[URLPattern] = [
    path("<uuid:notice_id>/anlegg/alle", table.table, name="table"),
    path("<uuid:notice_id>/anlegg/lagre", table.save, name="save"),
    path("<uuid:notice_id>/anlegg/gjor", table_deeds.deeds, name="deeds"),
    path("<uuid:notice_id>/anlegg/nye", making.making_page, name="making"),
    path("<uuid:notice_id>/anlegg/mal.xlsx", making.template, name="template"),
]
