"""Where the running stand-ins are, and the settings that lead nettmelding to them."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from standins import addresses, companies, customer_system, maskinporten, persons, place_names, sms

HTTP = ("companies", "persons", "maskinporten", "addresses", "place_names", "tiles", "mail", "sms", "customer_system")
NAMES = (*HTTP, "smtp")
"""Every server, each on a port of its own."""
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Addressbook:
    """Ports of the stand-ins, the key file registered at Maskinporten and the contractor register's file."""

    ports: dict[str, int]
    key_file: str
    contractors_file: str

    def root(self, name: str) -> str:
        """The server's address without a path, for its fault switch."""
        return f"http://{HOST}:{self.ports[name]}"

    def environment(self) -> dict[str, str]:
        """What to set in the environment so that nettmelding talks to the stand-ins."""
        return {
            "NETTMELDING_COMPANY_REGISTER_URL": self.root("companies") + companies.BASE,
            "NETTMELDING_PERSON_REGISTER_URL": self.root("persons") + persons.BASE,
            "NETTMELDING_PERSON_REGISTER_CLIENT_ID": maskinporten.CLIENT_ID,
            "NETTMELDING_PERSON_REGISTER_SCOPE": persons.SCOPE,
            "NETTMELDING_MASKINPORTEN_URL": self.root("maskinporten"),
            "NETTMELDING_MASKINPORTEN_KEY_FILE": self.key_file,
            "NETTMELDING_CONTRACTORS_FILE": self.contractors_file,
            "NETTMELDING_ADDRESS_REGISTER_URL": self.root("addresses") + addresses.BASE,
            "NETTMELDING_PLACE_NAME_REGISTER_URL": self.root("place_names") + place_names.BASE,
            "NETTMELDING_TILES_URL": self.root("tiles"),
            "NETTMELDING_CUSTOMER_SYSTEM_URL": self.root("customer_system") + customer_system.BASE,
            "NETTMELDING_SMTP_HOST": HOST,
            "NETTMELDING_SMTP_PORT": str(self.ports["smtp"]),
            "NETTMELDING_SMS_URL": self.root("sms") + sms.PATH,
            "NETTMELDING_SMS_USER": sms.USER,
            "NETTMELDING_SMS_PASSWORD": sms.PASSWORD,
            "NETTMELDING_MAIL_PAGE_URL": self.root("mail"),
        }

    def write(self, path: Path) -> None:
        """Write to `path` at once, so that a reader sees the whole or nothing."""
        whole = json.dumps(asdict(self) | {"environment": self.environment()}, indent=2)
        draft = path.with_suffix(".part")
        draft.write_text(whole)
        draft.replace(path)


def read(path: Path) -> Addressbook:
    """The address book that `python -m standins --ports-file` wrote; FileNotFoundError until it is up."""
    written = json.loads(path.read_text())
    return Addressbook(written["ports"], written["key_file"], written["contractors_file"])
