"""Rows as the files that organisers send."""

import csv
from io import BytesIO, StringIO

from openpyxl import Workbook


def as_csv(rows):
    out = StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def as_xlsx(rows):
    book, out = Workbook(), BytesIO()
    for line in ([*rows[0]], *([*row.values()] for row in rows)):
        book.active.append(line)
    book.save(out)
    return out.getvalue()
