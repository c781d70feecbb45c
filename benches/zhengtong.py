"""Our side of the rows benchmark: a served platform and a grant to read under.

By default the demo's: its story is told in a fresh folder, the listings that were granted are
imported again as a table of 200,000 rows (the same listings over and over, each under a number of
its own), and the grantee's credential reads them under the grant of the story: six items, its
condition on the district, masks as graded. `ZT_ROWS_ADDRESS`, `ZT_ROWS_CREDENTIAL` and
`ZT_ROWS_DATASET` name another platform.
"""

import contextlib
import csv
import gzip
import itertools
import json
import os
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measure import quick

BINARY = os.environ["ZT_BINARY"]
ROOT = Path(os.environ["ZT_ROOT"])
LISTINGS = ROOT / "data" / "opendata" / "hangzhou-second-hand-listings.csv.gz"
# The districts of the story's grant: see [tax] of data/demo/sharing.toml.
GRANTED = {"上城区", "钱塘区"}
# The column that tells one listing from another.
NUMBER = "gpid"


@dataclass
class Platform:
    """Where it is, and what is read there."""

    address: str
    credential: str
    dataset: str
    process_id: int | None

    @property
    def rows_path(self) -> str:
        return f"/api/v1/datasets/{self.dataset.replace('/', '-')}/rows"

    @property
    def headers(self) -> list[str]:
        return [f"Authorization: Bearer {self.credential}", "Accept: application/json"]

    def pages(self, size: int) -> Iterator[tuple[str, list[dict]]]:
        """Every page of what is granted: its path and its rows."""
        after = None
        while True:
            path = f"{self.rows_path}?limit={size}" + (f"&after={after}" if after else "")
            request = urllib.request.Request(self.address + path)
            for header in self.headers:
                request.add_header(*header.split(": ", 1))
            with urllib.request.urlopen(request, timeout=60) as reply:
                page = json.load(reply)
            yield path, page["rows"]
            after = page.get("next")
            if not after:
                return


def enlarge(data: Path, dataset: str, table: Path) -> None:
    """Imports a table of ROWS granted listings in the place of the demo's."""
    with gzip.open(LISTINGS, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        granted = [row for row in reader if row["xzqhname"] in GRANTED]
        columns = reader.fieldnames
    with table.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        for number, row in enumerate(itertools.islice(itertools.cycle(granted), rows_wanted())):
            writer.writerow({**row, NUMBER: 600_000_000 + number})
    load = [BINARY, "import", "--data", str(data), "--resource", dataset, str(table)]
    subprocess.run(load, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def rows_wanted() -> int:
    return 20_000 if quick() else 200_000


@contextlib.contextmanager
def platform(folder: Path) -> Iterator[Platform]:
    """The platform that the environment names, or the demo's."""
    address = os.environ.get("ZT_ROWS_ADDRESS")
    if address:
        yield Platform(
            address, os.environ["ZT_ROWS_CREDENTIAL"], os.environ["ZT_ROWS_DATASET"], None
        )
        return
    data = folder / "demo"
    demo = [BINARY, "demo", "--data", str(data)]
    subprocess.run([*demo, "--no-serve", "--fresh"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    keys = json.loads((data / "accounts.json").read_text(encoding="utf-8"))
    enlarge(data, keys["dataset"], folder / "listings.csv")
    with subprocess.Popen(
        [*demo, "--listen", "127.0.0.1:0"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            for line in process.stdout:
                found = re.search(r"http://127\.0\.0\.1:\d+", line)
                if found:
                    break
            else:
                raise SystemExit("the demo ended without saying where it serves")
            yield Platform(found.group(0), keys["credential"], keys["dataset"], process.pid)
        finally:
            process.terminate()
