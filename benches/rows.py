"""Pages of 100 rows over HTTP: Zhengtong beside ROAPI and Datasette.

All three serve the same rows on the same cores, one after another, and answer in JSON: what the
grant gives is read once through our API and handed to the peers as a CSV. Ours is asked by the
grantee: it decides each request and makes its event durable before the first byte. Two kinds of
request: the first page, and a page at a random place.
"""

import contextlib
import csv
import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import zhengtong
from measure import peak_memory_mb, requests_per_second, wait_until

FOLDER = Path(os.environ["ZT_BENCH_FOLDER"])
TABLE = FOLDER / "granted.csv"
PAGE = 100
# Random places in the table; enough that no server keeps all their answers.
PLACES = 200


def program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answers(address: str, path: str) -> bool:
    with urllib.request.urlopen(address + path, timeout=30) as reply:
        return len(json.load(reply)) > 0


@contextlib.contextmanager
def served(command: list[str], address: str, first: str) -> Iterator[subprocess.Popen]:
    """A peer, once it answers `first` with rows."""
    with (FOLDER / "peer.log").open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_until(lambda: answers(address, first), command[0])
            yield process
        finally:
            process.terminate()
            process.wait()


def measured(address: str, first: str, places: list[str], headers: list[str]) -> dict:
    return {
        "first page": requests_per_second(address, [first], FOLDER, headers),
        "random pages": requests_per_second(address, places, FOLDER, headers),
    }


def ours() -> tuple[dict, int]:
    """Our figures and the number of rows. Leaves the rows in TABLE, numbered by `id`."""
    with zhengtong.platform(FOLDER) as platform:
        count, paths = 0, []
        with TABLE.open("w", encoding="utf-8", newline="") as out:
            writer = None
            for path, rows in platform.pages(PAGE):
                paths.append(path)
                for row in rows:
                    row.pop("_row", None)
                    count += 1
                    if writer is None:
                        writer = csv.DictWriter(out, ["id", *row])
                        writer.writeheader()
                    writer.writerow({"id": count, **row})
        # The last page may be short; the peers are asked for whole pages only.
        whole = paths[: max(1, count // PAGE)]
        step = max(1, len(whole) // PLACES)
        figures = measured(platform.address, paths[0], whole[::step], platform.headers)
        if platform.process_id:
            figures["memory"] = peak_memory_mb(platform.process_id)
        return figures, count


def starts(rows: int) -> list[int]:
    """The row before each whole page that is asked for: the same pages as ours."""
    whole = range(0, max(1, rows // PAGE) * PAGE, PAGE)
    return list(whole[:: max(1, len(whole) // PLACES)])


def roapi(rows: int) -> dict:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [program("roapi"), "--addr-http", f"127.0.0.1:{port}", "--table", f"granted={TABLE}"]
    # It speaks PostgreSQL's protocol too, by default where a real one may listen.
    command += ["--addr-postgres", f"127.0.0.1:{free_port()}"]
    base = "/api/tables/granted?"
    first = f"{base}limit={PAGE}"
    places = [f"{base}filter[id]gt={at}&sort=id&limit={PAGE}" for at in starts(rows)]
    with served(command, address, first) as process:
        figures = measured(address, first, places, [])
        return {**figures, "memory": peak_memory_mb(process.pid)}


def datasette(rows: int) -> dict:
    database = FOLDER / "granted.db"
    database.unlink(missing_ok=True)
    insert = [program("sqlite-utils"), "insert", str(database), "granted", str(TABLE)]
    subprocess.run([*insert, "--csv", "--pk", "id"], check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [program("datasette"), "serve", str(database), "--port", str(port)]
    first = f"/granted/granted.json?_shape=array&_size={PAGE}"
    places = [f"{first}&_next={at}" for at in starts(rows)]
    with served(command, address, first) as process:
        figures = measured(address, first, places, [])
        return {**figures, "memory": peak_memory_mb(process.pid)}


def main() -> None:
    own, rows = ours()
    figures = []
    for name, theirs in (("ROAPI 0.12.7", roapi(rows)), ("Datasette 0.65.5", datasette(rows))):
        for measure, unit in (
            ("first page", "requests/s"),
            ("random pages", "requests/s"),
            ("memory", "MB"),
        ):
            if measure in own:
                figures.append(
                    {
                        "measure": f"{measure}, {rows:,} rows",
                        "unit": unit,
                        "ours": own[measure],
                        "peer": name,
                        "theirs": theirs[measure],
                    }
                )
    print(json.dumps({"figures": figures}))


if __name__ == "__main__":
    main()
