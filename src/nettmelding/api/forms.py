"""A form of the catalogue as programs read it."""

from nettmelding.api.schemas import catalogue as schemas
from nettmelding.notices.catalogue.form import Form, FormField, FormSection


def form_out(form: Form) -> schemas.FormOut:
    """What is asked now; hidden fields are left out."""
    return schemas.FormOut(
        stage=form.stage,
        deadline_working_days=form.deadline_working_days,
        sections=[_section(one) for one in form.shown_sections()],
    )


def _section(section: FormSection) -> schemas.SectionOut:
    return schemas.SectionOut(
        id=section.id,
        title=section.title,
        fields=[_field(one) for one in section.fields if one.shown],
        parties=[
            schemas.FormPartyOut(role=one.role, label=one.label, need=one.need, note=one.note)
            for one in section.parties
        ],
        attachments=[
            schemas.FormAttachmentOut(kind=one.code, label=one.label, need=one.need, why=one.why)
            for one in section.attachments
        ],
    )


def _field(one: FormField) -> schemas.FieldOut:
    field = one.field
    return schemas.FieldOut(
        path=field.path,
        label=field.label,
        kind=field.kind,
        unit=field.unit,
        need=one.need,
        help=field.help,
        rule=field.rule,
        choices=[schemas.ChoiceOut(code=choice.code, label=choice.label) for choice in field.choices],
        minimum=field.minimum,
        maximum=field.maximum,
        value=one.value,
        source=one.source,
        notes=[schemas.NoteOut(text=note.text, blocks=note.blocks) for note in one.notes],
    )
