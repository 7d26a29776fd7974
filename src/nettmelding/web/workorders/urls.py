from django.urls import URLPattern, path

from nettmelding.web.workorders import deeds, deviations, files, listing, of_notice, views
from nettmelding.web.workorders.steps import DEEDS

app_name = "workorders"
ORDER = "arbeidsordrer/<uuid:order_id>"
DEVIATION = "avvik/<uuid:deviation_id>"
urlpatterns: list[URLPattern] = [
    path("arbeidsordrer", listing.listing, name="list"),
    path("arbeidsordrer.xlsx", listing.workbook, name="export"),
    path(ORDER, views.order, name="order"),
    path(f"{ORDER}/spenning", views.say, name="say"),
    path(f"{ORDER}/maler", views.reserve, name="reserve"),
    path(f"{ORDER}/tatt-vare-pa", views.settle, name="settle"),
    path(f"{ORDER}/bilder/<uuid:photo_id>", files.photo, name="photo"),
    path(f"{ORDER}/bilder/<uuid:photo_id>/lite", files.thumb, name="thumb"),
    *(path(f"{ORDER}/{deed.slug}", deeds.act, {"action": deed.action}, name=deed.action.value) for deed in DEEDS),
    path("meldinger/<uuid:notice_id>/arbeidsordrer", of_notice.listing, name="of-notice"),
    path("meldinger/<uuid:notice_id>/arbeidsordrer/ny", of_notice.new, name="new"),
    path("avvik", deviations.listing, name="deviations"),
    path("avvik/statistikk", deviations.statistics, name="statistics"),
    path(DEVIATION, deviations.deviation, name="deviation"),
    path(f"{DEVIATION}/rettet", deviations.mend, name="mend"),
    path(f"{DEVIATION}/lukk", deviations.close, name="close"),
    path(f"{DEVIATION}/gi-tilbake", deviations.give_back, name="give-back"),
    path(f"{DEVIATION}/bilder/<uuid:document_id>", deviations.after_photo, name="after-photo"),
    path(f"{DEVIATION}/bilder/<uuid:document_id>/lite", deviations.after_thumb, name="after-thumb"),
]
