"""Search over a million catalogue entries: the bench target `search` of the catalogue.

No peer runs beside it: the portals of the field bring a search server of their own, which would be
compared rather than they. The budget is in docs/benchmarks.md.
"""

import json

from measure import bench_target, quick


def main() -> None:
    entries = 100_000 if quick() else 1_000_000
    told = json.loads(bench_target("search", ENTRIES=str(entries)).strip().splitlines()[-1])
    figures = [
        {
            "measure": f"{quantile} of {told['queries']:,} queries over {entries:,} entries",
            "unit": "ms",
            "ours": told[f"{quantile}_ms"],
        }
        for quantile in ("p50", "p99", "max")
    ]
    figures.append({"measure": "building the index", "unit": "s", "ours": told["build_s"]})
    print(json.dumps({"figures": figures}))


if __name__ == "__main__":
    main()
