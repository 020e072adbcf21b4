"""Planning of the largest filters, beside reading the request."""

import processes

GOAL_US = 1000
NAMES = {"parse": "parse the request", "validate": "validate", "plan": "plan",
         "compile": "compile the residual"}


def measure(bench):
    runs = [processes.run([bench.bin / "plan_bench"])
            for _ in range(bench.runs)]
    nodes = runs[0]["nodes"]
    for key, name in NAMES.items():
        bench.report.add(f"{name}, filter of {nodes} nodes", "µs",
                         [one[key] for one in runs],
                         bench.at_most(GOAL_US) if key == "plan" else None)
