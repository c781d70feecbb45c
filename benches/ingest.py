"""Import and validation of a table: Zhengtong beside frictionless.

Ours loads the whole generated table: one pass that parses, checks three columns against their data
elements, sets bad cells aside and writes Parquet. frictionless validates the first 500,000 rows of
the same file against a Table Schema that checks the same three columns by pattern and date; it
writes nothing. Both must find the bad rows that the table has, one in a thousand.
"""

import itertools
import json
import os
import sys
from pathlib import Path

import zhengtong
from measure import timed

TABLE = Path(os.environ["ZT_TABLE"])
ROWS = int(os.environ["ZT_TABLE_ROWS"])
FOLDER = Path(os.environ["ZT_BENCH_FOLDER"])
PEER_ROWS = min(500_000, ROWS)
BAD_ROW_EVERY = 1_000

SCHEMA = {
    "fields": [
        {"name": "id", "type": "integer"},
        {"name": "name", "type": "string"},
        {
            "name": "resident_number",
            "type": "string",
            "constraints": {"pattern": r"\d{6}(19|20)\d{2}(0[1-9]|1[0-2])\d{2}\d{3}[\dX]"},
        },
        {"name": "region", "type": "string"},
        {"name": "registered_on", "type": "date"},
        {"name": "mobile", "type": "string", "constraints": {"pattern": r"1[3-9]\d{9}"}},
        {"name": "amount", "type": "number"},
    ]
}


def frictionless() -> float:
    """Rows per second."""
    head = FOLDER / f"people-first-{PEER_ROWS}.csv"
    with TABLE.open(encoding="utf-8") as whole, head.open("w", encoding="utf-8") as out:
        out.writelines(itertools.islice(whole, PEER_ROWS + 1))
    schema = FOLDER / "people.schema.json"
    schema.write_text(json.dumps(SCHEMA), encoding="utf-8")
    script = (
        "import sys; from frictionless import Resource, Schema;"
        "report = Resource(path=sys.argv[1], schema=Schema.from_descriptor(sys.argv[2]))"
        f".validate(limit_errors={PEER_ROWS});"
        "task = report.tasks[0]; print(task.stats['rows'], task.stats['errors'])"
    )
    seconds, _, printed = timed(
        [sys.executable, "-c", script, head.name, schema.name], cwd=FOLDER
    )
    rows, errors = (int(word) for word in printed.split())
    # It knows no checksum, so it misses the third of the bad rows that only that betrays.
    if rows != PEER_ROWS or errors < PEER_ROWS // BAD_ROW_EVERY // 2:
        raise SystemExit(f"frictionless read {rows} rows and found {errors} errors")
    return rows / seconds


def main() -> None:
    own = zhengtong.imported(TABLE, FOLDER)
    if own.quarantined < ROWS // BAD_ROW_EVERY:
        raise SystemExit(f"the import set only {own.quarantined} cells aside")
    theirs = frictionless()
    print(
        json.dumps(
            {
                "figures": [
                    {
                        "measure": f"import of {ROWS:,} rows, three columns checked",
                        "unit": "rows/s",
                        "ours": ROWS / own.seconds,
                        "peer": f"frictionless 5.21.0 on {PEER_ROWS:,}",
                        "theirs": theirs,
                    },
                    {"measure": "peak memory of the import", "unit": "MB", "ours": own.peak_mb},
                ]
            }
        )
    )


if __name__ == "__main__":
    main()
