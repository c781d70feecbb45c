"""A platform by itself: how soon it is ready, what it holds when idle, how long its pages take.

The demo's story is told in a fresh folder first, so this starts on a folder that exists. Pages are
asked for at a fixed pace by several clients that keep their connections; a wait counts from the
moment the request was due, so that a slow answer also delays those behind it. No peer: the budgets
are in docs/benchmarks.md.
"""

import http.client
import json
import os
import re
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

from measure import quick

BINARY = os.environ["ZT_BINARY"]
ROOT = Path(os.environ["ZT_ROOT"])
FOLDER = Path(os.environ["ZT_BENCH_FOLDER"])
# The demo's schools: 136 items, all of them open.
OPEN_ENTRY = "30100101-000001"
STARTS = 5
IDLE_SECONDS = 10
CLIENTS = 8
REQUESTS_PER_SECOND = 200


def resident_mb(process_id: int) -> float:
    status = Path(f"/proc/{process_id}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024 / 1e6


def started(demo: list[str]) -> tuple[subprocess.Popen, str, float]:
    """The process, its address, and the seconds until it answered that it is ready."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [*demo, "--listen", "127.0.0.1:0"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    for line in process.stdout:
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            with urllib.request.urlopen(f"{found.group(0)}/healthz/ready", timeout=10) as reply:
                reply.read()
            return process, found.group(0), time.monotonic() - begun
    raise SystemExit("the demo ended without saying where it serves")


def stopped(process: subprocess.Popen) -> None:
    process.terminate()
    process.wait()


def pages() -> dict[str, str]:
    """Public pages by name: the ones most asked for."""
    return {
        "home": "/",
        "catalogue": "/catalogue",
        "search": "/catalogue?q=" + urllib.parse.quote("学校"),
        "entry": f"/catalogue/entries/{OPEN_ENTRY}",
        "elements": "/standards",
        "ledger": "/ledger",
    }


def waits(address: str, paths: list[str], seconds: float) -> list[float]:
    """Milliseconds of each request, asked for in turn at the fixed pace."""
    host = address.removeprefix("http://")
    gathered: list[float] = []
    refused: list[str] = []
    begun = time.monotonic() + 0.1

    def ask(client: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=30)
        number = client
        while (due := begun + number / REQUESTS_PER_SECOND) < begun + seconds:
            time.sleep(max(0.0, due - time.monotonic()))
            connection.request("GET", paths[number % len(paths)])
            reply = connection.getresponse()
            reply.read()
            if reply.status != 200:
                refused.append(f"{paths[number % len(paths)]} answered {reply.status}")
                return
            gathered.append((time.monotonic() - due) * 1000)
            number += CLIENTS

    clients = [threading.Thread(target=ask, args=(client,)) for client in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    if refused:
        raise SystemExit(refused[0])
    asked = int(seconds * REQUESTS_PER_SECOND)
    if len(gathered) < asked:
        raise SystemExit(f"{asked} requests were due and {len(gathered)} answered")
    return sorted(gathered)


def figure(measure: str, unit: str, ours: float) -> dict:
    return {"measure": measure, "unit": unit, "ours": ours}


def main() -> None:
    data = FOLDER / "serve"
    demo = [BINARY, "demo", "--data", str(data)]
    subprocess.run([*demo, "--no-serve", "--fresh"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    times = []
    for _ in range(1 if quick() else STARTS):
        process, address, took = started(demo)
        times.append(took)
        stopped(process)
    figures = [figure("start to ready, slowest of five", "s", max(times))]
    process, address, _ = started(demo)
    try:
        time.sleep(IDLE_SECONDS)
        figures.append(figure("resident when idle", "MB", resident_mb(process.pid)))
        seconds = 2 if quick() else 15
        # The home page first: whoever asks first pays for what is made once.
        waits(address, list(pages().values()), 1)
        for name, path in pages().items():
            told = waits(address, [path], seconds)
            p99 = told[int(len(told) * 0.99)]
            figures.append(figure(f"{name} page at {REQUESTS_PER_SECOND}/s, p99", "ms", p99))
        figures.append(figure("resident after them", "MB", resident_mb(process.pid)))
    finally:
        stopped(process)
    print(json.dumps({"figures": figures}))


if __name__ == "__main__":
    main()
