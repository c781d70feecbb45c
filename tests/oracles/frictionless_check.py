"""frictionless reads the tables that `zhengtong inspect` reads: do both see the same table?

Compared for each: the number of rows, the columns' names, and the empty cells of each column.
Besides the real tables of data/ there are awkward ones made here: quoted line breaks, a byte
order mark, CRLF, semicolons, leading zeros, GBK.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from frictionless import Dialect, Resource, formats

BINARY = os.environ["ZT_BINARY"]
ROOT = Path(os.environ["ZT_ROOT"])

AWKWARD = {
    "quoted-line-breaks.csv": 'code,note\r\n001,"one\r\ntwo"\r\n002,"say ""hi"", please"\r\n'.encode(),
    "byte-order-mark.csv": "\ufeff编号,名称\n01,甲\n02,\n".encode(),
    "semicolons.csv": "a;b;c\n1,5;x;\n2,5;y;z\n".encode(),
    "gbk.csv": "编号,学校名称,备注\n001,第一中学,公办\n002,第二中学,\n".encode("gbk"),
    "last-line-open.csv": b"a,b\n1,2\n3,4",
}


def ours(file: Path) -> dict:
    done = subprocess.run([BINARY, "inspect", str(file), "--json"], capture_output=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"inspect {file.name} failed: {done.stderr.decode()}")
    told = json.loads(done.stdout)
    return {
        "rows": told["rows"],
        "columns": [column["name"] for column in told["columns"]],
        "nulls": {column["name"]: column["nulls"] for column in told["columns"]},
        "encoding": told["encoding"],
        "delimiter": told["delimiter"],
    }


def theirs(file: Path, encoding: str, delimiter: str) -> dict:
    """Reads cells as text, since the reading is compared and not the typing.

    frictionless is told encoding and delimiter: it guesses both from the first bytes only.
    """
    control = formats.CsvControl(delimiter=delimiter)
    resource = Resource(path=str(file), dialect=Dialect(controls=[control]), encoding=encoding)
    with resource:
        labels = resource.labels
        nulls = dict.fromkeys(labels, 0)
        rows = 0
        for row in resource.cell_stream:
            # The first of the stream is the header.
            rows += 1
            if rows == 1:
                continue
            for label, cell in zip(labels, row):
                # A cell of spaces alone holds no value to us; frictionless hands it on.
                nulls[label] += cell is None or cell.strip() == ""
    return {"rows": rows - 1, "columns": list(labels), "nulls": nulls}


def python_encoding(name: str) -> str:
    return {"utf-8": "utf-8-sig", "gbk": "gb18030", "gb18030": "gb18030"}.get(name.lower(), name)


def compare(file: Path) -> bool:
    told = ours(file)
    seen = theirs(file, python_encoding(told["encoding"]), told["delimiter"])
    agreed = True
    for what in ("rows", "columns", "nulls"):
        if told[what] != seen[what]:
            print(f"  {file.name}: {what}: inspect says {told[what]}, frictionless {seen[what]}")
            agreed = False
    if agreed:
        print(f"  {file.name}: {told['rows']} rows, {len(told['columns'])} columns: agreed")
    return agreed


def main() -> int:
    # frictionless trusts only paths below the working folder.
    agreed = True
    compared = 0
    os.chdir(ROOT)
    for file in sorted(Path("data/opendata").glob("*.csv")):
        agreed &= compare(file)
        compared += 1
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, content in AWKWARD.items():
            Path(name).write_bytes(content)
            agreed &= compare(Path(name))
            compared += 1
    print(f"frictionless compared {compared} tables")
    return 0 if agreed and compared > len(AWKWARD) else 1


if __name__ == "__main__":
    sys.exit(main())
