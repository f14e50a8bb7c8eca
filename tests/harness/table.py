"""Tables as people's programs write them: csv and xlsx, also such as no program would write."""
import csv
import io
import re
import zipfile
from xml.sax.saxutils import escape

_BOOK = '<workbook><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
_RELATIONS = ('<Relationships><Relationship Id="rId1" Type="t/worksheet" Target="worksheets/sheet1.xml"/>'
              '</Relationships>')


def csv_file(*rows, encoding="utf-8-sig"):
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def zip_file(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return out.getvalue()


def xlsx_file(*rows, sheet=None):
    """Every cell a text in its place; or the sheet as it is given."""
    def cell(text):
        return f'<c t="inlineStr"><is><t>{escape(str(text))}</t></is></c>'
    lines = "".join(f'<row r="{n}">{"".join(map(cell, row))}</row>' for n, row in enumerate(rows, 1))
    return zip_file({"xl/workbook.xml": _BOOK, "xl/_rels/workbook.xml.rels": _RELATIONS,
                     "xl/worksheets/sheet1.xml": sheet or f"<worksheet><sheetData>{lines}</sheetData></worksheet>"})


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def xlsx_texts(content):
    """All texts of a workbook, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        xml = "".join(book.read(name).decode() for name in book.namelist()
                      if name.startswith("xl/worksheets/") or name == "xl/sharedStrings.xml")
    return re.findall(r"<t[^>]*>([^<]*)</t>", xml)
