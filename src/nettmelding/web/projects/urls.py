from django.urls import URLPattern, path

from nettmelding.web.projects import changing, files, one, sending, siblings, views

app_name = "projects"
urlpatterns: list[URLPattern] = [
    path("prosjekter", views.listing, name="listing"),
    path("prosjekter/ny", changing.new, name="new"),
    path("prosjekter/mal.xlsx", siblings.template, name="template"),
    path("prosjekter/<uuid:project_id>", one.project, name="project"),
    path("prosjekter/<uuid:project_id>/endre", changing.change, name="change"),
    path("prosjekter/<uuid:project_id>/legg-bort", changing.put_away, name="put-away"),
    path("prosjekter/<uuid:project_id>/legg-til", changing.add, name="add"),
    path("prosjekter/<uuid:project_id>/ta-ut", changing.take_out, name="take-out"),
    path("prosjekter/<uuid:project_id>/send", sending.send, name="send"),
    path("prosjekter/<uuid:project_id>/parter", changing.parties, name="parties"),
    path("prosjekter/<uuid:project_id>/vedlegg", files.share, name="share"),
    path("prosjekter/<uuid:project_id>/vedlegg/<uuid:shared_id>", files.content, name="file"),
    path("prosjekter/<uuid:project_id>/vedlegg/<uuid:shared_id>/fjern", files.stop, name="stop-sharing"),
    path("meldinger/<uuid:notice_id>/flere", siblings.siblings, name="siblings"),
]
