from django.urls import URLPattern, path

from nettmelding.web.declarations import autosave, form, listing, owner, signed, signing, verify

app_name = "declarations"
urlpatterns: list[URLPattern] = [
    path("meldinger/<uuid:notice_id>/samsvarserklaering", form.of_notice, name="form"),
    path("meldinger/<uuid:notice_id>/samsvarserklaeringer", listing.of_notice, name="of-notice"),
    path("meldinger/<uuid:notice_id>/samsvarserklaeringer/firma", listing.ask, name="ask"),
    path("arbeidsordrer/<uuid:order_id>/samsvarserklaering", listing.of_order, name="begin-meter"),
    path("samsvarserklaeringer", listing.own, name="list"),
    path("samsvarserklaeringer/kladd/<uuid:draft_id>", form.edit, name="edit"),
    path("samsvarserklaeringer/kladd/<uuid:draft_id>/lagre", autosave.save, name="autosave"),
    path("samsvarserklaeringer/kladd/<uuid:draft_id>/bilde/<uuid:document_id>", form.photo, name="photo"),
    path("samsvarserklaeringer/kladd/<uuid:draft_id>/slett", form.discard, name="discard"),
    path("samsvarserklaeringer/kladd/<uuid:draft_id>/sprak", signing.language, name="language"),
    path("samsvarserklaeringer/kladd/<uuid:draft_id>/signer", signing.sign, name="sign"),
    path("samsvarserklaeringer/<uuid:declaration_id>", signed.read, name="read"),
    path("samsvarserklaeringer/<uuid:declaration_id>/pdf", signed.pdf, name="pdf"),
    path("samsvarserklaeringer/<uuid:declaration_id>/rett", signed.correct, name="correct"),
    path("samsvarserklaeringer/<uuid:declaration_id>/send", signed.share, name="share"),
    path("samsvarserklaeringer/<uuid:declaration_id>/lenker/<uuid:share_id>/avslutt", signed.end, name="end-share"),
    path("kunde/samsvarserklaering/<str:token>", owner.read, name="owner"),
    path("kunde/samsvarserklaering/<str:token>/pdf", owner.pdf, name="owner-pdf"),
    path("samsvar/<str:token>", verify.verify, name="verify"),
]
