from django.urls import URLPattern, path

from nettmelding.web.case import children, contact, deeds, dialogue, files, history, several, views
from nettmelding.web.case.steps import WITH_PAGE

app_name = "case"
urlpatterns: list[URLPattern] = [
    path("<uuid:notice_id>", views.case, name="case"),
    path("<uuid:notice_id>/maleranlegg", children.children, name="children"),
    path("<uuid:notice_id>/maleranlegg/velg", children.choose, name="choose"),
    path("<uuid:notice_id>/maleranlegg/gjor", several.several, name="several"),
    path("<uuid:notice_id>/vedlegg", files.listing, name="attachments"),
    path("<uuid:notice_id>/vedlegg/<uuid:attachment_id>", files.content, name="attachment"),
    path("<uuid:notice_id>/vedlegg/<uuid:attachment_id>/forhandsvisning", files.preview, name="preview"),
    path("<uuid:notice_id>/dialog", dialogue.dialogue, name="dialogue"),
    path("<uuid:notice_id>/historikk", history.history, name="history"),
    path("<uuid:notice_id>/historikk/<int:number>", history.version, name="version"),
    path("<uuid:notice_id>/utskrift", views.printed, name="print"),
    path("<uuid:notice_id>/logo", files.contractors_logo, name="logo"),
    path("<uuid:notice_id>/kontakt/<str:role>", contact.contact, name="contact"),
    path("<uuid:notice_id>/kopier", deeds.copy, name="copy"),
    *(
        path(f"<uuid:notice_id>/{step.slug}", deeds.act, {"action": step.action}, name=step.action.value)
        for step in WITH_PAGE
    ),
]
