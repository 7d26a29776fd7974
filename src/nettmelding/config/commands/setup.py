"""Examples:
nettmelding setup          migrate, install triggers, make the cache table and compile translations
"""

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """Bring the database and what lies beside it up to date. Doing it twice changes nothing."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    for alias in settings.DATABASES:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
        call_command("createcachetable", database=alias, verbosity=0)
    return 0
