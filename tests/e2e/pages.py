"""Every page in its main states: who looks at it, and the way there. Axe and the pictures walk this list."""

import io
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
from playwright.sync_api import Page

from tests.e2e.conftest import ADMINISTRATOR, CASE_HANDLER, ELECTRICIAN, FITTER, NO_ACCESS

Way = Callable[[Page], str]
"""The address; empty where the browser is there already."""
INSPECTORATE = "dle@eksempelnett.example"
GRID_ADMINISTRATOR = "nettadmin@eksempelnett.example"


@dataclass(frozen=True)
class Shown:
    """One page in one state. `who` is empty for somebody who is not signed in."""

    name: str
    who: str
    way: str | Way


def case_in(status: str, below: str = "", kind: str = "") -> Way:
    """The address of the newest case in a status, with what comes after it."""

    def way(page: Page) -> str:
        page.goto(f"/meldinger?status={status}" + (f"&type={kind}" if kind else ""))
        href = page.locator("main a[href*='/meldinger/0']").first.get_attribute("href")
        assert href, f"no case in {status}"
        return "/".join(href.split("?")[0].split("/")[:3]) + below

    return way


def order_in(query: str, below: str = "") -> Way:
    """The address of the newest work order that fits, with what comes after it."""

    def way(page: Page) -> str:
        page.goto(f"/arbeidsordrer?{query}")
        href = page.locator("main .row-link").first.get_attribute("href")
        assert href, f"no work order with {query}"
        return href + below

    return way


def first_link(place: str | Way, part: str) -> Way:
    """The first link of a page with this in its address."""

    def way(page: Page) -> str:
        page.goto(place if isinstance(place, str) else place(page))
        href = page.locator(f"main a[href*='{part}']").first.get_attribute("href")
        assert href, f"no {part} on {page.url}"
        return href

    return way


def changing_many(page: Page) -> str:
    """The empty notice of a change of several."""
    page.goto("/meldinger")
    for box in page.locator("input[name='notice']").all()[:6]:
        box.check()
    page.get_by_role("button", name="Endre felter").click()
    page.wait_for_url("**/felter")
    return page.url


def looked_over(page: Page) -> str:
    """A change of several, filled in."""
    changing_many(page)
    page.locator("[name='who.our_reference']").fill("Ringen 4")
    page.get_by_role("button", name="Se over endringen").click()
    page.wait_for_url(lambda url: not url.endswith("/felter"))
    return page.url


def its_installation(page: Page) -> str:
    """The installation that the newest closed work at a metering point is about."""
    page.goto(case_in("closed", "", "metering_point_work")(page))
    href = page.get_by_role("link", name="Alt om anlegget").get_attribute("href")
    assert href, "no installation"
    return href


def found_by(typed: str) -> Way:
    """What *Søk anlegg* answers: it has no address of its own."""

    def way(page: Page) -> str:
        page.goto("/anlegg/sok")
        page.locator("main [name='q']").fill(typed)
        page.get_by_role("button", name="Søk", exact=True).click()
        page.locator("#find-hits").wait_for()
        return ""

    return way


def block(below: str = "", child: int | None = None) -> Way:
    """The demonstration's block notice, or one of its metering points, with what comes after the address."""

    def way(page: Page) -> str:
        page.goto("/meldinger?q=Prøvetunet 7")
        row = page.locator("tr", has_text="11 anlegg, 7 ferdigmeldt").first
        href = row.locator("a.row-link").get_attribute("href")
        assert href, "no block notice"
        if child is not None:
            page.goto(f"{href}/maleranlegg")
            href = page.locator("tbody a.row-link").nth(child).get_attribute("href")
            assert href, "no such metering point"
        return href + below

    return way


def registering(number: str) -> Way:
    """The page of a firm that is being registered."""

    def way(page: Page) -> str:
        page.goto("/registrer")
        page.locator('[name="number"]').fill(number)
        page.locator('[name="number"]').press("Enter")
        page.wait_for_url("**/registrer/firma")
        return "/registrer/firma"

    return way


def first_contractor(page: Page) -> str:
    """The first contractor that is in at the grid company."""
    page.goto("/admin/installatorer")
    href = page.locator("main a[href*='/installatorer/']").first.get_attribute("href")
    assert href, "no contractor"
    return href


def person(below: str = "") -> Way:
    """The address of the company's case handler under *Bruker*, with what comes after it."""

    def way(page: Page) -> str:
        page.goto(f"/admin/bruker?q={ELECTRICIAN}")
        href = page.locator("main .row-link").first.get_attribute("href")
        assert href, "nobody in the list"
        return href + below

    return way


def on_map(place: str | Way, *, opens: str = "") -> Way:
    """A map, drawn, the duty of secrecy accepted; with what is searched for open beside it."""

    def way(page: Page) -> str:
        page.goto(place if isinstance(place, str) else place(page))
        accept = page.get_by_role("button", name="Jeg har lest")
        if accept.count():
            accept.click()
        page.locator("[data-map][data-drawn]").wait_for()
        if opens:
            page.locator("#chart-find").press_sequentially(opens)
            page.locator("#chart-find-list").get_by_role("option").first.click()
            page.locator("[data-panel] .chart-object").wait_for()
        return ""

    return way


def at_house(below: str) -> Way:
    """The newest notice at Prøvevegen 1 that is with the grid company, with what comes after its address."""

    def way(page: Page) -> str:
        page.goto("/meldinger?status=submitted")
        href = page.get_by_role("link", name="Prøvevegen 1", exact=True).first.get_attribute("href")
        assert href, "no notice at Prøvevegen 1"
        return href + below

    return way


def nearest_object(page: Page) -> str:
    """The first object of the list, on a page of its own."""
    page.goto(at_house("/kart/liste")(page))
    href = page.locator("main a.chart-row").first.get_attribute("href")
    assert href, "nothing in the list"
    return href


def its_error(page: Page) -> str:
    """The page where something wrong with the first object is reported."""
    return f"{nearest_object(page)}/feil"


def prechecked(page: Page) -> str:
    """What *Forhåndssjekk* answers."""
    page.goto("/forhandssjekk")
    page.get_by_role("combobox", name="Adresse").press_sequentially("Prøvevegen 3")
    page.get_by_role("option").first.click()
    page.get_by_label("Elbillader").check()
    duty = page.get_by_label("Jeg har lest og forstått")
    if duty.count():
        duty.check()
    page.get_by_role("button", name="Sjekk", exact=True).click()
    page.get_by_role("heading", name="Nettet her").wait_for()
    return page.url


def reported_error(page: Page) -> str:
    """A report of something wrong in the map, made if there is none."""
    page.goto("/kartfeil?visning=alle")
    if not page.locator("main a[href*='/kartfeil/0']").count():
        page.goto(its_error(page))
        page.get_by_label("Noe annet", exact=True).check()
        page.get_by_label("Fortell kort").fill("Navnet er feil.")
        page.get_by_role("button", name="Meld fra").click()
        page.wait_for_url("**/kartfeil/0*")
        return page.url
    return first_link("/kartfeil?visning=alle", "/kartfeil/0")(page)


def map_findings(page: Page) -> str:
    """What the controls found in the edition in force, beside a map."""
    page.goto(first_link("/admin/kartgrunnlag", "/utgaver/")(page))
    href = page.locator("main a[href*='/funn?']").first.get_attribute("href")
    assert href, "nothing was found"
    page.goto(href)
    accept = page.get_by_role("button", name="Jeg har lest")
    if accept.count():
        accept.click()
        page.wait_for_url("**/funn**")
    return page.url


def handed_in(below: str = "") -> Way:
    """A small grid that was handed in and read, with what comes after its address."""

    def way(page: Page) -> str:
        page.goto("/admin/kartgrunnlag")
        if not page.locator("main a[href*='/filer/']").count():
            table = b"id;navn;x;y\nKS1;Skap 1;239000;7077000\n"
            page.locator("input[name=files]").set_input_files(
                {"name": "kabelskap.csv", "mimeType": "text/csv", "buffer": table}
            )
            page.get_by_role("button", name="Last opp og les").click()
            page.get_by_role("link", name="Rett tilordningen").wait_for()
        return first_link("/admin/kartgrunnlag", "/filer/")(page) + below

    return way


def declaration_that(says: str, below: str = "") -> Way:
    """The first declaration of the firm's list whose row says this, with what comes after its address."""

    def way(page: Page) -> str:
        page.goto("/samsvarserklaeringer")
        href = page.locator("main a.case").filter(has_text=says).first.get_attribute("href")
        assert href, f"no declaration that says {says}"
        return href + below

    return way


def begun(below: str = "") -> Way:
    """A declaration that lacks most of what is asked, with what comes after its address."""
    return declaration_that("Prøvevegen 13", below)


SIGNED = declaration_that("Prøvevegen 11")
CORRECTED = declaration_that("Prøvevegen 4")


def replaced(page: Page) -> str:
    """The first version of the one that was corrected."""
    page.goto(CORRECTED(page))
    href = page.locator("main aside").get_by_role("link", name="Versjon 1").get_attribute("href")
    assert href, "no first version"
    return href


def link_to_owner(page: Page) -> str:
    """A signed declaration just after a link to it was made."""
    page.goto(SIGNED(page))
    page.get_by_role("button", name="Lag bare lenken").click()
    page.locator(".declaration-link").wait_for()
    return ""


def owners_page(page: Page) -> str:
    """What the owner reads behind the link."""
    link_to_owner(page)
    href = page.locator(".declaration-link").get_attribute("href")
    assert href, "no link"
    return href


def sealed_pdf(page: Page, declaration: Way) -> bytes:
    """The PDF of a declaration, as soon as it is made."""
    page.goto(declaration(page))
    download = page.get_by_role("link", name="Last ned PDF")
    download.wait_for()
    href = download.get_attribute("href")
    assert href, "no PDF"
    return page.request.get(href).body()


def code_of(declaration: Way, *, compared: bool = False) -> Way:
    """Where the QR code of a declaration leads; with its PDF compared after a byte was added."""

    def way(page: Page) -> str:
        content = sealed_pdf(page, declaration)
        with pikepdf.open(io.BytesIO(content)) as pdf:
            notes = [note for sheet in pdf.pages for note in sheet.get("/Annots", [])]
            address = next(str(note.A.URI) for note in notes if "/A" in note)
        if not compared:
            return address
        page.goto(address)
        changed = {"name": "erklæring.pdf", "mimeType": "application/pdf", "buffer": content + b"\n"}
        page.set_input_files("[name=file]", changed)  # type: ignore[arg-type]
        page.get_by_role("button", name="Sammenlign").click()
        page.locator("main", has_text="ikke den forseglede").wait_for()
        return ""

    return way


PAGES: tuple[Shown, ...] = (
    Shown("logg-inn", "", "/konto/logg-inn"),
    Shown("glemt-passord", "", "/konto/passord/glemt"),
    Shown("personvern", "", "/personvern"),
    Shown("hjem", ELECTRICIAN, "/"),
    Shown("min-side", ELECTRICIAN, "/konto/"),
    Shown("min-side-montor", FITTER, "/konto/"),
    Shown("min-side-e-post", ELECTRICIAN, "/konto/e-post"),
    Shown("min-side-innlogging", ELECTRICIAN, "/konto/innlogging"),
    Shown("min-side-kodeapp", ELECTRICIAN, "/konto/kodeapp/ny"),
    Shown("min-side-passnokkel", ELECTRICIAN, "/konto/passnokler/ny"),
    Shown("min-side-enheter", ELECTRICIAN, "/konto/enheter"),
    Shown("min-side-varsler", ELECTRICIAN, "/konto/varsler"),
    Shown("min-side-lagret", ELECTRICIAN, "/konto/lagret"),
    Shown("min-side-slett", ELECTRICIAN, "/konto/lagret/slett"),
    Shown("innlogging-tilbyder", ADMINISTRATOR, "/admin/innlogging"),
    Shown("ny", ELECTRICIAN, "/meldinger/ny"),
    Shown("ny-treff", ELECTRICIAN, "/meldinger/ny?ord=elbillader"),
    Shown("ny-ingen-treff", ELECTRICIAN, "/meldinger/ny?ord=xyzzy"),
    Shown("ny-valgt", ELECTRICIAN, "/meldinger/ny?type=protection_change"),
    Shown("ny-flere-boliger", ELECTRICIAN, "/meldinger/ny?type=new_installation"),
    Shown("ny-frakobling", ELECTRICIAN, "/meldinger/ny/frakobling"),
    Shown("ny-sporsmal", ELECTRICIAN, "/meldinger/ny/sporsmal"),
    Shown("kladd", ELECTRICIAN, case_in("draft", "/rediger")),
    Shown("kladd-se-over", ELECTRICIAN, case_in("draft", "/send")),
    Shown("avvist-rett", ELECTRICIAN, case_in("rejected", "/rediger")),
    Shown("trenger-avklaring-svar", ELECTRICIAN, case_in("awaiting_information", "/rediger")),
    Shown("ferdigmelding", ELECTRICIAN, case_in("approved", "/ferdigmelding")),
    Shown("kvittering", ELECTRICIAN, case_in("submitted", "/kvittering")),
    Shown("meldinger", ELECTRICIAN, "/meldinger"),
    Shown("endre-felter", ELECTRICIAN, changing_many),
    Shown("endre-felter-se-over", ELECTRICIAN, looked_over),
    Shown("meldinger-tom", ELECTRICIAN, "/meldinger?q=finnesikke"),
    Shown("sok", ELECTRICIAN, "/sok?q=prøvevegen"),
    Shown("sok-ingen", ELECTRICIAN, "/sok?q=xyzzy"),
    Shown("sak-avvist", ELECTRICIAN, case_in("rejected")),
    Shown("sak-godkjent", ELECTRICIAN, case_in("approved")),
    Shown("sak-vedlegg", ELECTRICIAN, case_in("approved", "/vedlegg", "production")),
    Shown("sak-dialog", ELECTRICIAN, case_in("awaiting_information", "/dialog")),
    Shown("sak-historikk", ELECTRICIAN, case_in("closed", "/historikk")),
    Shown("sak-utskrift", ELECTRICIAN, case_in("closed", "/utskrift")),
    Shown("sak-trekk", ELECTRICIAN, case_in("approved", "/trekk")),
    Shown("sak-kontakt", ELECTRICIAN, case_in("submitted", "/kontakt/customer")),
    Shown("prosjekter", ELECTRICIAN, "/prosjekter"),
    Shown("prosjekt-nytt", ELECTRICIAN, "/prosjekter/ny"),
    Shown("lag-flere-slike", ELECTRICIAN, case_in("draft", "/flere", "ev_charging")),
    Shown("sidestilte-anlegg", ELECTRICIAN, case_in("draft", "/sidestilte", "metering_point_work")),
    Shown("sok-anlegg", ELECTRICIAN, "/anlegg/sok"),
    Shown("sok-anlegg-treff", ELECTRICIAN, found_by("Prøvetunet 5")),
    Shown("sok-anlegg-ingen", ELECTRICIAN, found_by("4400000000000991")),
    Shown("sok-anlegg-nettselskap", CASE_HANDLER, found_by("Kari Nordmann")),
    Shown("rettelser", CASE_HANDLER, "/rettelser"),
    Shown("rettelser-sak", CASE_HANDLER, first_link("/rettelser", "/rettelser")),
    Shown("anlegg", CASE_HANDLER, its_installation),
    Shown("anlegg-installator", ELECTRICIAN, its_installation),
    Shown("blokk", ELECTRICIAN, block()),
    Shown("blokk-maleranlegg", ELECTRICIAN, block("/maleranlegg")),
    Shown("blokk-historikk", ELECTRICIAN, block("/historikk")),
    Shown("blokk-rediger", ELECTRICIAN, block("/rediger")),
    Shown("blokk-ferdigmeld-flere", ELECTRICIAN, block("/maleranlegg/gjor?gjor=report_completion&anlegg=8-11")),
    Shown("blokk-anlegg", ELECTRICIAN, block(child=8)),
    Shown("blokk-anlegg-ferdigmelding", ELECTRICIAN, block("/ferdigmelding", child=8)),
    Shown("blokk-behandle", CASE_HANDLER, block()),
    Shown("blokk-behandle-maleranlegg", CASE_HANDLER, block("/maleranlegg")),
    Shown("blokk-behandle-anlegg", CASE_HANDLER, block(child=0)),
    Shown("admin", ADMINISTRATOR, "/admin/"),
    Shown("selskapsinformasjon", ADMINISTRATOR, "/admin/selskapsinformasjon"),
    Shown("bruker", ADMINISTRATOR, "/admin/bruker"),
    Shown("bruker-ny", ADMINISTRATOR, "/admin/bruker/ny"),
    Shown("bruker-person", ADMINISTRATOR, person()),
    Shown("bruker-roller", ADMINISTRATOR, person("/roller")),
    Shown("bruker-slett", ADMINISTRATOR, person("/slett")),
    Shown("bruker-mistet-enhet", ADMINISTRATOR, person("/mistet-enhet")),
    Shown("bruker-kurs", ADMINISTRATOR, person("/kurs")),
    Shown("bruker-fra-fil", ADMINISTRATOR, "/admin/bruker/fra-fil"),
    Shown("instruksjoner", GRID_ADMINISTRATOR, "/admin/instruksjoner"),
    Shown("velkommen-ukjent", "", "/velkommen/finnes-ikke"),
    Shown("velkommen-inne", ELECTRICIAN, "/velkommen/inne"),
    Shown("kommentar", ADMINISTRATOR, "/admin/kommentar"),
    Shown("kommentar-ny", ADMINISTRATOR, "/admin/kommentar/ny"),
    Shown("registrer", "", "/registrer"),
    Shown("registrer-firma", "", registering("310 000 655")),
    Shown("registrer-avslag", "", registering("310 000 760")),
    Shown("registrer-finnes", "", registering("310 000 329")),
    Shown("vilkar", "", "/vilkar"),
    Shown("nettselskap", ADMINISTRATOR, "/admin/nettselskap"),
    Shown("ny-soknad", "admin@proveinstallasjon.example", "/admin/nettselskap/soknad"),
    Shown("installatorer", GRID_ADMINISTRATOR, "/admin/installatorer"),
    Shown("installator", GRID_ADMINISTRATOR, first_contractor),
    Shown("elvirksomhetsregisteret", "drift@nettmelding.example", "/admin/elvirksomhetsregisteret"),
    Shown("selskapsinformasjon-nettselskap", GRID_ADMINISTRATOR, "/admin/selskapsinformasjon"),
    Shown("to-trinn-krav", ADMINISTRATOR, "/admin/selskapsinformasjon/to-trinn"),
    Shown("rettigheter", ADMINISTRATOR, "/admin/rettigheter"),
    Shown("rettigheter-endre", GRID_ADMINISTRATOR, "/admin/rettigheter/endre"),
    Shown("api-nokler", ADMINISTRATOR, "/admin/api-nokler"),
    Shown("api-nokler-ny", ADMINISTRATOR, "/admin/api-nokler/ny"),
    Shown("overfor", ADMINISTRATOR, case_in("submitted", "/overfor")),
    Shown("overforing-ta-over", ADMINISTRATOR, "/overforing/ta-over"),
    Shown("tidligere-meldinger", ADMINISTRATOR, "/meldinger/tidligere"),
    Shown("overforing-flere", CASE_HANDLER, "/overforing/flere?fra=310000329"),
    Shown("kunde-overforing-ukjent", "", "/kunde/overforing/finnes-ikke"),
    Shown("kundesystem", "saksbehandler@eksempelnett.example", "/admin/kundesystem"),
    Shown("kundesystem-oppgave", "saksbehandler@eksempelnett.example", first_link("/admin/kundesystem", "/oppgaver/")),
    Shown("kundesystem-ulikt", "saksbehandler@eksempelnett.example", first_link("/admin/kundesystem", "/ulikt/")),
    Shown("kundesystem-oppsett", GRID_ADMINISTRATOR, "/admin/kundesystem/oppsett"),
    Shown("kartgrunnlag", GRID_ADMINISTRATOR, "/admin/kartgrunnlag"),
    Shown("kartgrunnlag-utgave", GRID_ADMINISTRATOR, first_link("/admin/kartgrunnlag", "/utgaver/")),
    Shown("kartgrunnlag-funn", GRID_ADMINISTRATOR, map_findings),
    Shown("kartgrunnlag-filer", GRID_ADMINISTRATOR, handed_in()),
    Shown("kartgrunnlag-tilordning", GRID_ADMINISTRATOR, handed_in("/tilordning")),
    Shown("arbeidsordrer", CASE_HANDLER, "/arbeidsordrer"),
    Shown("arbeidsordrer-installator", ELECTRICIAN, "/arbeidsordrer"),
    Shown("arbeidsordrer-tom", CASE_HANDLER, "/arbeidsordrer?q=finnesikke"),
    Shown("arbeidsordre-rapportert", CASE_HANDLER, order_in("status=reported")),
    Shown("arbeidsordre-ny", CASE_HANDLER, order_in("status=unplanned&slag=set_up")),
    Shown("arbeidsordre-godtatt", ELECTRICIAN, order_in("status=accepted")),
    Shown("arbeidsordre-returner", CASE_HANDLER, order_in("status=reported", "/returner")),
    Shown("arbeidsordre-avlys", CASE_HANDLER, order_in("status=planned", "/avlys")),
    Shown("plan-dag", CASE_HANDLER, "/arbeidsordrer/plan"),
    Shown("plan-uke", CASE_HANDLER, "/arbeidsordrer/plan?vis=uke"),
    Shown("plan-omrade", CASE_HANDLER, "/arbeidsordrer/plan?vis=omrade"),
    Shown("plan-kart", CASE_HANDLER, "/arbeidsordrer/plan?vis=kart"),
    Shown("plan-installator", ELECTRICIAN, "/arbeidsordrer/plan"),
    Shown("plan-rekkefolge", CASE_HANDLER, first_link("/arbeidsordrer/plan", "/rekkefolge/")),
    Shown("tilby-tider", CASE_HANDLER, first_link("/arbeidsordrer/plan", "/tider")),
    Shown("malerlager", CASE_HANDLER, "/arbeidsordrer/lager"),
    Shown("admin-arbeidsordrer", GRID_ADMINISTRATOR, "/admin/arbeidsordrer"),
    Shown("admin-samsvarserklaeringer", GRID_ADMINISTRATOR, "/admin/samsvarserklaeringer"),
    Shown("sak-arbeidsordrer", CASE_HANDLER, case_in("metering", "/arbeidsordrer")),
    Shown("bestill-arbeidsordre", ELECTRICIAN, case_in("approved", "/arbeidsordrer/ny")),
    Shown("bestill-frakobling", ELECTRICIAN, case_in("approved", "/arbeidsordrer/ny?slag=disconnect")),
    Shown("avvik", CASE_HANDLER, "/avvik?visning=alle"),
    Shown("avvik-rett", NO_ACCESS, first_link("/avvik?visning=rettes", "/avvik/0")),
    Shown("avvik-lukk", CASE_HANDLER, first_link("/avvik?visning=rettet", "/avvik/0")),
    Shown("avvik-statistikk", CASE_HANDLER, "/avvik/statistikk"),
    Shown("erklaeringer", ELECTRICIAN, "/samsvarserklaeringer"),
    Shown("erklaeringer-i-sak", ELECTRICIAN, case_in("closed", "/samsvarserklaeringer", "ev_charging")),
    Shown("erklaeringer-i-sak-ingen", ELECTRICIAN, case_in("approved", "/samsvarserklaeringer", "protection_change")),
    Shown("erklaeringer-i-sak-nettselskap", CASE_HANDLER, case_in("closed", "/samsvarserklaeringer", "ev_charging")),
    Shown("erklaering-skjema", ELECTRICIAN, begun()),
    Shown("erklaering-skjema-mangler", ELECTRICIAN, begun("?mangler=1")),
    Shown("erklaering-skjema-maler", ELECTRICIAN, declaration_that("retter versjon 1")),
    Shown("erklaering-skjema-del", NO_ACCESS, declaration_that("bedt om av Eksempel Elektro AS")),
    Shown("erklaering-signer-mangler", ELECTRICIAN, begun("/signer")),
    Shown("erklaering-signer", ELECTRICIAN, declaration_that("Prøvevegen 19", "/signer")),
    Shown("erklaering-signert", ELECTRICIAN, SIGNED),
    Shown("erklaering-lenke", ELECTRICIAN, link_to_owner),
    Shown("erklaering-ny-versjon", ELECTRICIAN, CORRECTED),
    Shown("erklaering-erstattet", ELECTRICIAN, replaced),
    Shown("erklaering-maler", ELECTRICIAN, declaration_that("M-2026")),
    Shown(
        "erklaering-nettselskap",
        CASE_HANDLER,
        first_link(case_in("closed", "/samsvarserklaeringer", "ev_charging"), "/samsvarserklaeringer/"),
    ),
    Shown("erklaering-eier", ELECTRICIAN, owners_page),
    Shown("erklaering-eier-ukjent", "", "/kunde/samsvarserklaering/finnes-ikke"),
    Shown("erklaering-kode", ELECTRICIAN, code_of(SIGNED)),
    Shown("erklaering-kode-endret-fil", ELECTRICIAN, code_of(SIGNED, compared=True)),
    Shown("erklaering-kode-erstattet", ELECTRICIAN, code_of(replaced)),
    Shown("erklaering-kode-ukjent", "", "/samsvar/finnes-ikke"),
    Shown("skjermede-anlegg", "nettadmin@eksempelnett.example", "/admin/skjermede-anlegg"),
    Shown("skjermede-anlegg-ny", "nettadmin@eksempelnett.example", "/admin/skjermede-anlegg/ny"),
    Shown("skjermede-anlegg-fra-fil", "nettadmin@eksempelnett.example", "/admin/skjermede-anlegg/fra-fil"),
    Shown("kart", ELECTRICIAN, on_map(at_house("/kart"))),
    Shown("kart-kundepunkt", ELECTRICIAN, on_map(at_house("/kart"), opens="Prøvevegen 1")),
    Shown("kart-skap", ELECTRICIAN, on_map(at_house("/kart"), opens="KS 1016")),
    Shown("kart-kladd", ELECTRICIAN, on_map(case_in("draft", "/kart", "ev_charging"))),
    Shown("kart-liste", ELECTRICIAN, at_house("/kart/liste")),
    Shown("kart-objekt", ELECTRICIAN, nearest_object),
    Shown("kart-meld-feil", ELECTRICIAN, its_error),
    Shown("kartfeil-sak", ELECTRICIAN, reported_error),
    Shown("forhandssjekk", ELECTRICIAN, "/forhandssjekk"),
    Shown("forhandssjekk-svar", ELECTRICIAN, prechecked),
    Shown("kart-plikt", FITTER, at_house("/kart/plikt")),
    Shown("kart-nettselskap", CASE_HANDLER, on_map("/kart")),
    Shown("kartfeil", CASE_HANDLER, "/kartfeil"),
    Shown("kart-innstillinger", GRID_ADMINISTRATOR, "/admin/kart"),
    Shown("kart-oppslag", GRID_ADMINISTRATOR, "/admin/kart/oppslag"),
    Shown("finnes-ikke", ELECTRICIAN, "/meldinger/finnes-ikke"),
    Shown("ko", CASE_HANDLER, "/ko"),
    Shown("saker", CASE_HANDLER, "/meldinger"),
    Shown("behandle", CASE_HANDLER, case_in("in_review")),
    Shown("behandle-ferdigmelding", CASE_HANDLER, case_in("completion_reported")),
    Shown("godkjenn", CASE_HANDLER, case_in("submitted", "/godkjenn")),
    Shown("avvis", CASE_HANDLER, case_in("submitted", "/avvis")),
    Shown("spor", CASE_HANDLER, case_in("submitted", "/spor")),
    Shown("returner", CASE_HANDLER, case_in("completion_reported", "/returner")),
    Shown("tilsyn", INSPECTORATE, "/meldinger"),
    Shown("programmer", CASE_HANDLER, "/api/v1/docs"),
    Shown("komponenter", "", "/komponenter/"),
)
