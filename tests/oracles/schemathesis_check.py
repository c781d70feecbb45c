"""schemathesis makes up requests from /openapi.json: no 500, and no answer the document lacks.

Runs once as a stranger and, where the demo left a credential, once with it. Bounded in time;
the seed is fixed so that a failure can be seen again.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

# Long enough for every operation's examples and edge cases, short enough for each run of CI.
MAX_SECONDS = 60

CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]


def run(address: str, who: str, headers: list[str]) -> bool:
    print(f"schemathesis as {who}", flush=True)
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"{address}/openapi.json",
        "--checks",
        ",".join(CHECKS),
        "--phases",
        "examples,coverage,fuzzing",
        "--max-time",
        str(MAX_SECONDS),
        "--seed",
        "20250801",
        "--continue-on-failure",
        "--warnings",
        "off",
        "--generation-database",
        "none",
    ]
    for header in headers:
        command += ["--header", header]
    return subprocess.run(command, check=False).returncode == 0


def credential() -> str | None:
    """The API credential of the demo's grantee, as the demo leaves it in its folder."""
    file = Path(os.environ["ZT_DATA"]) / "accounts.json"
    if not file.is_file():
        return None
    return json.loads(file.read_text(encoding="utf-8")).get("credential")


def main() -> int:
    address = os.environ["ZT_ADDRESS"]
    agreed = run(address, "a stranger", [])
    token = credential()
    if token:
        agreed &= run(address, "the grantee", [f"Authorization: Bearer {token}"])
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())
