from django.urls import URLPattern, path

from nettmelding.web.transfer import asking, children, customer, former, many, offers

app_name = "transfer"
urlpatterns: list[URLPattern] = [
    path("meldinger/tidligere", former.listing, name="former-list"),
    path("meldinger/<uuid:notice_id>/overfor", asking.ask, name="ask"),
    path("meldinger/<uuid:notice_id>/maleranlegg/overfor", children.children, name="children"),
    path("meldinger/<uuid:notice_id>/tidligere", former.case, name="former"),
    path("meldinger/<uuid:notice_id>/tidligere/<int:number>", former.version, name="former-version"),
    path("meldinger/<uuid:notice_id>/tidligere/vedlegg/<uuid:attachment_id>", former.content, name="former-attachment"),
    path("overforing/ta-over", asking.want, name="want"),
    path("overforing/flere", many.many, name="many"),
    path("overforing/<uuid:transfer_id>", offers.offer, name="offer"),
    path("overforing/<uuid:transfer_id>/trekk", offers.withdraw, name="withdraw"),
    path("kunde/overforing/<str:token>", customer.answer, name="customer"),
]
