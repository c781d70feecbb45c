"""Import and validation of a table: Zhengtong beside frictionless.

Ours is the bench target `ingest` of the lake: it makes a table of ten million rows and loads it in
one pass that parses, checks, sets bad cells aside and writes Parquet. frictionless validates the
first 500,000 rows of the same file against a Table Schema that checks the same columns by pattern
and date; it writes nothing.
"""

import itertools
import json
import os
import re
import sys
from pathlib import Path

from measure import bench_target, quick, timed

FOLDER = Path(os.environ["ZT_BENCH_FOLDER"])
ROWS = 1_000_000 if quick() else 10_000_000
PEER_ROWS = ROWS // 20

SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer"},
        {
            "name": "resident_number",
            "type": "string",
            "constraints": {"pattern": r"\d{6}(19|20)\d{2}(0[1-9]|1[0-2])\d{2}\d{3}[\dX]"},
        },
        {
            "name": "credit_code",
            "type": "string",
            "constraints": {"pattern": r"[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}"},
        },
        {"name": "name", "type": "string"},
        {"name": "registered_on", "type": "date"},
        {"name": "division", "type": "string"},
        {"name": "amount", "type": "number"},
    ]
}

VALIDATE = """
import sys
from frictionless import Resource, Schema
report = Resource(path=sys.argv[1], schema=Schema.from_descriptor(sys.argv[2])).validate()
print(report.tasks[0].stats["rows"])
"""


def frictionless(table: Path) -> float:
    """Rows per second."""
    head = FOLDER / "first-rows.csv"
    with table.open(encoding="utf-8") as whole, head.open("w", encoding="utf-8") as out:
        out.writelines(itertools.islice(whole, PEER_ROWS + 1))
    schema = FOLDER / "table.schema.json"
    schema.write_text(json.dumps(SCHEMA), encoding="utf-8")
    command = [sys.executable, "-c", VALIDATE, head.name, schema.name]
    seconds, _, printed = timed(command, cwd=FOLDER)
    if int(printed) != PEER_ROWS:
        raise SystemExit(f"frictionless read {printed.strip()} rows of {PEER_ROWS}")
    return PEER_ROWS / seconds


def main() -> None:
    printed = bench_target("ingest", ZT_BENCH_ROWS=str(ROWS))
    rate = float(re.search(r"rows/s (\d+)", printed).group(1))
    peak = float(re.search(r"peak (\d+) MB", printed).group(1))
    theirs = frictionless(FOLDER / f"zt-ingest-{ROWS}.csv")
    figures = [
        {
            "measure": f"{ROWS:,} rows of seven columns, three checked",
            "unit": "rows/s",
            "ours": rate,
            "peer": f"frictionless 5.21.0, first {PEER_ROWS:,}",
            "theirs": theirs,
        },
        {"measure": "peak memory", "unit": "MB", "ours": peak},
    ]
    print(json.dumps({"figures": figures}))


if __name__ == "__main__":
    main()
