"""10,000 rows of API v3 under a cap of 100 rows a request, two ways.

capped.py BIN [REPETITIONS]: this service, with the columns wanted alone and
ties fetched again; and the naive way: every field, each page after the last
row's URL. Both against the embedded upstream, the repetitions interleaved.
Prints the medians, the upstream's bill and the rows that each way misses.
"""

import contextlib
import http.client
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROWS = 10_000
CAP = 100
TARGET = "bugs.python.org"
WANTED = "url_from,url_to,anchor"
FIELDS = (
    "url_from,url_to,url_rating_source,domain_rating_source,"
    "ahrefs_rank_target,ip_source,links_internal,links_external,page_size,"
    "encoding,languages,title,first_seen_link,last_visited,"
    "discovered_status,link_type,redirect_code,is_nofollow,alt,anchor,"
    "snippet_left,snippet_right,http_code,first_seen")


@contextlib.contextmanager
def running(*command, **environment):
    """A program that prints one line when it is ready."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, env={**os.environ,
                                                   **environment})
    try:
        yield process.stdout.readline()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def ours(binaries, server):
    run = subprocess.run(
        [binaries / "backlinks", "stream", TARGET, "--mode", "domain",
         "--server", server, "--select", WANTED, "--limit", str(ROWS),
         "--max-price", "1000000"],
        capture_output=True, text=True, check=True)
    return [tuple(json.loads(line).get(name) for name in WANTED.split(","))
            for line in run.stdout.splitlines()]


def naive(port):
    rows, last = [], None
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while len(rows) < ROWS:
        parameters = {"target": TARGET, "mode": "domain", "select": FIELDS,
                      "order_by": "url_from", "limit": CAP,
                      "aggregation": "all", "history": "live"}
        if last is not None:
            parameters["where"] = json.dumps(
                {"field": "url_from", "is": ["gt", last]})
        connection.request(
            "GET", "/v3/site-explorer/all-backlinks?"
            + urllib.parse.urlencode(parameters),
            headers={"Authorization": "Bearer key"})
        page = json.loads(connection.getresponse().read())["backlinks"]
        if not page:
            break
        rows += page
        last = page[-1]["url_from"]
    return [tuple(row[name] for name in WANTED.split(","))
            for row in rows[:ROWS]]


def main(binaries, repetitions):
    with contextlib.ExitStack() as stack:
        account = stack.enter_context(tempfile.NamedTemporaryFile(
            "r", encoding="utf-8"))
        ready = stack.enter_context(running(
            binaries / "backlinks-upstream", "serve", "--listen",
            "127.0.0.1:0", "--max_rows_per_request", str(CAP), "--account",
            account.name))
        url = re.search(r"http://\S+", ready).group()
        ready = stack.enter_context(running(
            binaries / "backlinks-server", "--listen", "127.0.0.1:0",
            "--admin_listen", "127.0.0.1:0", "--upstream", "ahrefs_v3",
            "--upstream_url", url + "v3/", "--upstream_requests_per_minute",
            "0", "--upstream_max_rows_per_request", str(CAP),
            BACKLINKS_UPSTREAM_TOKEN="key"))
        server = re.search(r"127\.0\.0\.1:\d+", ready).group()
        ways = {"backlinks": lambda: ours(binaries, server),
                "naive": lambda: naive(int(url.rstrip("/").split(":")[-1]))}
        seconds = {name: [] for name in ways}
        bills, rows = {}, {}
        for _ in range(repetitions):
            for name, way in ways.items():
                account.read()
                start = time.perf_counter()
                rows[name] = way()
                seconds[name].append(time.perf_counter() - start)
                bills[name] = [json.loads(line)["milli_price"]
                               for line in account.readlines()]
    report(seconds, bills, rows)


def report(seconds, bills, rows):
    print(f"{ROWS:,} rows of {TARGET} under a cap of {CAP} rows a request\n")
    print(f"{'':12}{'rows/s':>10}{'requests':>10}{'units':>10}{'rows':>10}")
    for name, all_seconds in seconds.items():
        rate = len(rows[name]) / statistics.median(all_seconds)
        print(f"{name:12}{rate:10,.0f}{len(bills[name]):10,}"
              f"{sum(bills[name]) / 1000:10,.0f}{len(rows[name]):10,}")
    cost = {name: sum(bill) / max(1, len(rows[name]))
            for name, bill in bills.items()}
    speed = {name: len(rows[name]) / statistics.median(all_seconds)
             for name, all_seconds in seconds.items()}
    print(f"\nbacklinks/naive: {speed['backlinks'] / speed['naive']:.2f} x "
          f"the rows/s, {cost['backlinks'] / cost['naive']:.2f} x the price "
          "of a row")
    # Which rows the naive way jumped over, within what it went through.
    reach = rows["naive"][-1][0]
    inside = [row for row in rows["backlinks"] if row[0] <= reach]
    missed = len(inside) - len([row for row in rows["naive"]
                                if row[0] <= rows["backlinks"][-1][0]])
    print(f"the naive way misses {max(0, missed):,} of {len(inside):,} rows")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(),
         int(sys.argv[2]) if len(sys.argv) > 2 else 3)
