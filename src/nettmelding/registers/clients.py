"""The registers as the settings have them. The only place that chooses an implementation."""

from nettmelding.core import settings
from nettmelding.registers.addresses import Kartverket
from nettmelding.registers.companies import Enhetsregisteret
from nettmelding.registers.maskinporten import Maskinporten
from nettmelding.registers.persons import Folkeregisteret
from nettmelding.registers.place_names import Stedsnavn
from nettmelding.registers.protocols import AddressRegister, CompanyRegister, PersonRegister, PlaceNameRegister


def company_register() -> CompanyRegister:
    return Enhetsregisteret(settings.env.company_register_url)


def person_register() -> PersonRegister:
    env = settings.env
    maskinporten = Maskinporten(env.maskinporten_url, env.person_register_client_id, env.maskinporten_key_file)
    return Folkeregisteret(env.person_register_url, maskinporten, env.person_register_scope)


def address_register() -> AddressRegister:
    return Kartverket(settings.env.address_register_url)


def place_name_register() -> PlaceNameRegister:
    return Stedsnavn(settings.env.place_name_register_url)
