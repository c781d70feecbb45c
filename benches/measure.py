"""What the drivers share: running a program and watching its memory, and wrk."""

import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 3
RUN_SECONDS = 8
CONNECTIONS = 32


def quick() -> bool:
    """Whether only the drivers are tried, on a tenth of the size."""
    return os.environ.get("ZT_BENCH_QUICK") == "1"


def bench_target(name: str, *arguments: str, **environment: str) -> str:
    """Runs a bench target of one of our crates; what it printed."""
    command = [os.environ["ZT_CARGO"], "bench", "--quiet", "--locked", "--workspace"]
    done = subprocess.run(
        [*command, "--bench", name, "--", *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    print(done.stdout, file=sys.stderr, end="")
    return done.stdout


def peak_memory_mb(process_id: int) -> float:
    """Peak resident memory of a process and its children so far, in MB; 0 once it is gone."""
    total = 0.0
    try:
        status = Path(f"/proc/{process_id}/status").read_text(encoding="utf-8")
        children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    match = re.search(r"VmHWM:\s+(\d+) kB", status)
    if match:
        total += int(match.group(1)) * 1024 / 1e6
    return total + sum(peak_memory_mb(int(child)) for child in children.split())


def timed(command: list[str], **options) -> tuple[float, float, str]:
    """Runs a command to its end: seconds, peak memory in MB, standard output."""
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options) as process:
        peak = 0.0

        def watch() -> None:
            nonlocal peak
            while process.poll() is None:
                peak = max(peak, peak_memory_mb(process.pid))
                time.sleep(0.02)

        watcher = threading.Thread(target=watch)
        watcher.start()
        printed, _ = process.communicate()
        watcher.join()
    took = time.monotonic() - begun
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")
    return took, peak, printed


def wait_until(ready: Callable[[], bool], what: str, seconds: float = 120) -> None:
    """Waits until something is so."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if ready():
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"{what} was not ready within {seconds:.0f} s")


def requests_per_second(address: str, paths: list[str], folder: Path, headers: list[str]) -> float:
    """The median of three runs of wrk over `paths` in a fixed random order.

    Every answer must be a success: a server that refuses fast is not fast.
    """
    listing = folder / "paths.txt"
    listing.write_text("\n".join(paths) + "\n", encoding="utf-8")
    script = Path(__file__).with_name("paths.lua")
    figures = []
    for _ in range(RUNS):
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{RUN_SECONDS}", "-s", str(script)]
        for header in headers:
            command += ["-H", header]
        done = subprocess.run(
            [*command, address, "--", str(listing)], capture_output=True, text=True, check=True
        )
        if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
            raise SystemExit(f"{address} refused requests:\n{done.stdout}")
        figures.append(float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout).group(1)))
    return statistics.median(figures)
