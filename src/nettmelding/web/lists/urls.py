from django.urls import URLPattern, path

from nettmelding.web.lists import export, notices, queue, search

app_name = "lists"
urlpatterns: list[URLPattern] = [
    path("meldinger", notices.listing, name="notices"),
    path("meldinger.xlsx", export.workbook, name="export"),
    path("ko", queue.queue, name="queue"),
    path("sok", search.results, name="search"),
]
