"""Pages of 100 rows over HTTP: Zhengtong beside ROAPI and Datasette.

All three serve the same 200,000-row, 7-column table on the same cores, one after another, and
answer in JSON. Ours is asked by a grantee: it decides each request and makes its event durable
before the first byte. Two kinds of request: the first page, and a page at a random place.
"""

import contextlib
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

TABLE = Path(os.environ["ZT_TABLE"])
ROWS = int(os.environ["ZT_TABLE_ROWS"])
FOLDER = Path(os.environ["ZT_BENCH_FOLDER"])
PAGE = 100
# Random places in the table; enough that no server can keep all their answers.
PLACES = 200


def program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def rows_of(address: str, path: str) -> list:
    with urllib.request.urlopen(address + path.replace(" ", "%20"), timeout=30) as reply:
        return json.load(reply)


@contextlib.contextmanager
def served(command: list[str], address: str, first: str) -> Iterator[subprocess.Popen]:
    """A peer, once it answers `first` with a whole page."""
    log = FOLDER / "peer.log"
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_until(lambda: len(rows_of(address, first)) == PAGE, command[0])
            yield process
        finally:
            process.terminate()
            process.wait()


def roapi() -> dict:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [program("roapi"), "--addr-http", f"127.0.0.1:{port}", "--table", f"people={TABLE}"]
    base = "/api/tables/people?"
    first = f"{base}limit={PAGE}"
    places = [f"{base}filter[id]gt={at}&sort=id&limit={PAGE}" for at in spread()]
    with served(command, address, first) as process:
        return {
            "first": requests_per_second(address, [first], FOLDER, []),
            "random": requests_per_second(address, places, FOLDER, []),
            "memory": peak_memory_mb(process.pid),
        }


def datasette() -> dict:
    database = FOLDER / f"people-{ROWS}.db"
    if not database.is_file():
        insert = [program("sqlite-utils"), "insert", str(database), "people", str(TABLE)]
        subprocess.run([*insert, "--csv", "--pk", "id"], check=True, stdout=subprocess.DEVNULL)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [program("datasette"), "serve", str(database), "--port", str(port)]
    base = f"/people-{ROWS}/people.json?_shape=array&_size={PAGE}"
    places = [f"{base}&_next={at}" for at in spread()]
    with served(command, address, base) as process:
        return {
            "first": requests_per_second(address, [base], FOLDER, []),
            "random": requests_per_second(address, places, FOLDER, []),
            "memory": peak_memory_mb(process.pid),
        }


def spread() -> range:
    """Row ids spread over the table, a whole page before the end."""
    step = max(1, (ROWS - PAGE) // PLACES)
    return range(0, ROWS - PAGE, step)


def ours() -> dict:
    with zhengtong.granted_table(TABLE, FOLDER) as platform:
        headers = [f"Authorization: Bearer {platform.credential}", "Accept: application/json"]
        first = f"{platform.rows_path}?limit={PAGE}"
        places = platform.places(PAGE, PLACES)
        return {
            "first": requests_per_second(platform.address, [first], FOLDER, headers),
            "random": requests_per_second(platform.address, places, FOLDER, headers),
            "memory": peak_memory_mb(platform.process_id),
        }


def main() -> None:
    own = ours()
    figures = []
    for name, figure in (("ROAPI 0.12.7", roapi()), ("Datasette 0.65.5", datasette())):
        for what, measure in (("first", "first page"), ("random", "random pages")):
            figures.append(
                {
                    "measure": measure,
                    "unit": "requests/s",
                    "ours": own[what],
                    "peer": name,
                    "theirs": figure[what],
                }
            )
        figures.append(
            {
                "measure": "peak memory under load",
                "unit": "MB",
                "ours": own["memory"],
                "peer": name,
                "theirs": figure["memory"],
            }
        )
    print(json.dumps({"figures": figures}))


if __name__ == "__main__":
    main()
