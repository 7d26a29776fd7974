"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nettmelding.config.settings")
application = get_wsgi_application()


def _read_ahead() -> None:
    """Read what is read once a process before the first request, so that it does not wait for it, least of all with a
    transaction open: the catalogue, and the calendar."""
    from nettmelding.core import clock
    from nettmelding.notices.catalogue.load import catalogue

    catalogue()
    clock.is_working_day(clock.today())


_read_ahead()
