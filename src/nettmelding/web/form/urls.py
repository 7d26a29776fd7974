from django.urls import URLPattern, path

from nettmelding.web.form import attachments, autosave, completion, edit, lookups, receipt, send

app_name = "form"
urlpatterns: list[URLPattern] = [
    path("oppslag/adresser", lookups.addresses, name="addresses"),
    path("oppslag/firma", lookups.companies, name="companies"),
    path("maler/samsvarserklaering.pdf", attachments.declaration, name="declaration"),
    path("<uuid:notice_id>/rediger", edit.edit, name="edit"),
    path("<uuid:notice_id>/rediger/lagre", autosave.save, name="autosave"),
    path("<uuid:notice_id>/rediger/vedlegg", attachments.upload, name="upload"),
    path("<uuid:notice_id>/send", send.send, name="send"),
    path("<uuid:notice_id>/kvittering", receipt.receipt, name="receipt"),
    path("<uuid:notice_id>/ferdigmelding", edit.completion, name="completion"),
    path("<uuid:notice_id>/ferdigmelding/lagre", autosave.save_completion, name="autosave_completion"),
    path("<uuid:notice_id>/ferdigmelding/vedlegg", attachments.upload_completion, name="upload_completion"),
    path("<uuid:notice_id>/ferdigmelding/send", completion.send, name="send_completion"),
]
