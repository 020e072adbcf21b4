"""One stream over upstreams that make more work: a residual filter, gzip, TLS,
API v3.

The client discards the rows. A residual's rate is that of the rows read.
"""

import processes
import streams
from data import RESIDUAL, ROWS
from rounds import cpu_per_million, interleave, rates

ANSWER = "many"
PLAIN = "plain"


def drain(bench, url, *flags, options=()):
    return streams.drain(
        bench, processes.server_over(bench.bin, url, *flags), ANSWER, 1,
        *options)


def residual(bench):
    """Reads every row and sends one in ten."""
    result = drain(bench, bench.web.url(ANSWER), options=("--where", RESIDUAL))
    if result["scanned"] != ROWS[ANSWER]:
        raise processes.Failed(f"{result['scanned']} rows were read")
    return {**result, "rows": result["scanned"]}


def tls(bench, client, upstream):
    web = bench.web
    flags = ("--upstream_ca_file", web.certificate) if upstream else ()
    url = web.tls_url(ANSWER) if upstream else web.url(ANSWER)
    if client:
        flags += ("--tls_cert_file", web.certificate, "--tls_key_file",
                  web.key)
    return drain(bench, url, *flags,
                 options=("--ca", web.certificate) if client else ())


def measure(bench):
    bench.data.need(ANSWER)
    bench.data.need_passing()
    bench.data.need_gzip(ANSWER)
    bench.data.need_v3(ANSWER)
    url = bench.web.url
    results = interleave({
        PLAIN: lambda: drain(bench, url(ANSWER)),
        "a residual that rejects 90% of the rows": lambda: residual(bench),
        "what passes it, filtered by the upstream":
            lambda: drain(bench, url("passing")),
        "gzip from the upstream": lambda: drain(bench, url(f"gzip/{ANSWER}")),
        "API v3": lambda: drain(
            bench, url(f"v3_{ANSWER}"), "--upstream", "ahrefs_v3",
            "--default_max_price", "1000000000"),
        "TLS from the upstream": lambda: tls(bench, False, True),
        "TLS to the client": lambda: tls(bench, True, False),
        "TLS both ways": lambda: tls(bench, True, True)}, bench.runs)
    goals = {"a residual that rejects 90% of the rows": 1.2,
             "gzip from the upstream": 0.70}
    for name, runs in results.items():
        bench.report.add(name, "rows/s", rates(runs))
        bench.report.add(f"{name}, CPU of the server", "s/Mrow",
                         cpu_per_million(runs, "server_cpu"))
    for name, runs in results.items():
        if name != PLAIN:
            goal = goals.get(name)
            bench.report.compare(f"{name} / {PLAIN}", rates(runs),
                                 rates(results[PLAIN]),
                                 goal and bench.at_least(goal))
