"""Durable events per second, and how long one waits: the bench target `append`.

There is no peer to run beside it: no other platform of the field acknowledges only after its
audit event is on the disk. The budget is in docs/benchmarks.md.
"""

import json
import re

from measure import bench_target, quick


def main() -> None:
    seconds = "1" if quick() else "10"
    printed = bench_target("append", seconds)
    saturated = float(re.search(r"saturated: (\d+) durable", printed).group(1))
    figures = [{"measure": "durable events, 4,096 callers", "unit": "events/s", "ours": saturated}]
    for name in ("alone", "paced at 10,000/s"):
        line = re.search(rf"{re.escape(name)}: .*", printed).group(0)
        for quantile in ("p50", "p99"):
            wait = float(re.search(rf"{quantile} ([\d.]+) ms", line).group(1))
            figures.append(
                {"measure": f"acknowledgement {name}, {quantile}", "unit": "ms", "ours": wait}
            )
    print(json.dumps({"figures": figures}))


if __name__ == "__main__":
    main()
