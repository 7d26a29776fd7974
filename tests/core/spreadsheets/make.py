"""The workbooks beside this file, as LibreOffice and openpyxl write them: `.venv/bin/python tests/core/spreadsheets/make.py`.

Needs `soffice` (Debian: libreoffice-calc-nogui). LibreOffice counts the formulas, so that values stand with them.
"""

import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = Path(__file__).parent


def workbook(*, mac: bool = False) -> Workbook:
    """Two entrances merged over their flats, formulas, dates and numbers of every kind, below a title."""
    book = Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    cover, sheet = book.active, book.create_sheet("Leiligheter")
    assert cover is not None
    cover.title = "Forside"
    sheet.append(["Prøvetunet 7, målere"])
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append(["Inngang", "Leilighet", "MV (A)", "Målernummer", "Ønskes utført", "Faser"])
    sheet.append(["5A", "H0101", 32, "00718293", datetime(2027, 1, 12), "=1+2"])
    sheet.append([None, "H0102", 40.5, 718293, "12.01.2027", True])
    sheet.append(["5B", "H0101", "7,4", 4400000000000010, datetime(2027, 1, 13), "=1/0"])
    sheet["D5"].number_format = "00000000"
    for cell in ("E4", "E6"):
        sheet[cell].number_format = "dd.mm.yyyy"
    sheet.merge_cells("A4:A5")
    sheet.row_dimensions[5].hidden = True
    return book


def main() -> None:
    workbook().save(HERE / "no-values.xlsx")
    for name, mac in (("libreoffice", False), ("libreoffice-1904", True)):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, f"{name}.xlsx")
            workbook(mac=mac).save(source)
            out = Path(folder, "out")
            convert = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
            subprocess.run([*convert, "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(source)], check=True)
            (HERE / f"{name}.xlsx").write_bytes((out / f"{name}.xlsx").read_bytes())


if __name__ == "__main__":
    sys.exit(main())
