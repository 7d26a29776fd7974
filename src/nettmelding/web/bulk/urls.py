from django.urls import URLPattern, path

from nettmelding.web.bulk import choosing, fields, looking_over

app_name = "bulk"
urlpatterns: list[URLPattern] = [
    path("endre", choosing.choose, name="choose"),
    path("endringer/<uuid:bulk_id>/felter", fields.fields, name="fields"),
    path("endringer/<uuid:bulk_id>", looking_over.change, name="change"),
    path("endringer/<uuid:bulk_id>/angre", looking_over.undo, name="undo"),
]
