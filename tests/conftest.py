"""What every test may lean on."""

import os
import tempfile

os.environ.setdefault("DATA", tempfile.mkdtemp(prefix="nettmelding-test-"))
os.environ.setdefault("NETTMELDING_SECRET_KEY", "only-for-tests")

pytest_plugins = ["tests.standins_fixture"]
