"""Every page in its main states: who looks at it, and the way there. Axe and the pictures walk this list."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.e2e.conftest import ADMINISTRATOR, CASE_HANDLER, ELECTRICIAN

Way = Callable[[Page], str]
INSPECTORATE = "dle@eksempelnett.example"


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


PAGES: tuple[Shown, ...] = (
    Shown("logg-inn", "", "/konto/logg-inn"),
    Shown("glemt-passord", "", "/konto/passord/glemt"),
    Shown("personvern", "", "/personvern"),
    Shown("hjem", ELECTRICIAN, "/"),
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
    Shown("admin", ADMINISTRATOR, "/admin/"),
    Shown("selskapsinformasjon", ADMINISTRATOR, "/admin/selskapsinformasjon"),
    Shown("kommentar", ADMINISTRATOR, "/admin/kommentar"),
    Shown("kommentar-ny", ADMINISTRATOR, "/admin/kommentar/ny"),
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
