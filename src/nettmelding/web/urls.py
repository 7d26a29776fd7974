"""The pages' addresses, one list an area."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("nettmelding.web.shell.urls")),
    path("", include("nettmelding.web.home.urls")),
    path("konto/", include("nettmelding.web.signin.urls")),
    path("konto/", include("nettmelding.web.account.urls")),
    path("", include("nettmelding.web.join.urls")),
    path("", include("nettmelding.web.privacy.urls")),
    path("", include("nettmelding.web.lists.urls")),
    path("", include("nettmelding.web.transfer.urls")),
    path("", include("nettmelding.web.projects.urls")),
    path("", include("nettmelding.web.find.urls")),
    path("", include("nettmelding.web.precheck.urls")),
    path("", include("nettmelding.web.corrections.urls")),
    path("", include("nettmelding.web.map.urls")),
    path("", include("nettmelding.web.maperrors.urls")),
    path("felt", include("nettmelding.web.field.urls")),
    path("", include("nettmelding.web.workorders.urls")),
    path("", include("nettmelding.web.declarations.urls")),
    path("meldinger/", include("nettmelding.web.case.urls")),
    path("meldinger/", include("nettmelding.web.bulk.urls")),
    path("meldinger/", include("nettmelding.web.siblings.urls")),
    path("anlegg/", include("nettmelding.web.installation.urls")),
    path("henvendelser/", include("nettmelding.web.requests.urls")),
    path("admin/", include("nettmelding.web.admin.urls")),
    path("velkommen/", include("nettmelding.web.welcome.urls")),
    path("meldinger/", include("nettmelding.web.start.urls")),
    path("meldinger/", include("nettmelding.web.form.urls")),
    path("meldinger/", include("nettmelding.web.block.urls")),
    path("komponenter/", include("nettmelding.web.components.urls")),
]
