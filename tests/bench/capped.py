"""10,000 rows of API v3 under a cap of 100 rows a request, two ways.

This service, with the columns wanted alone and ties fetched again; and the
naive way: every field, each page after the last row's URL. Both over the
embedded upstream. Also the upstream's bill, and the rows that the naive way
misses.
"""

import contextlib
import http.client
import json
import re
import subprocess
import tempfile
import time
import urllib.parse

import processes
from rounds import interleave

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


def timed(way, account):
    account.read()
    start = time.perf_counter()
    rows = way()
    seconds = time.perf_counter() - start
    bill = [json.loads(line)["milli_price"] for line in account.readlines()]
    return {"rows": rows, "rate": len(rows) / seconds, "requests": len(bill),
            "price": sum(bill) / len(rows)}


def missed(ours_rows, naive_rows):
    """Which rows the naive way jumped over, within what it went through."""
    reach = naive_rows[-1][0]
    inside = [row for row in ours_rows if row[0] <= reach]
    found = [row for row in naive_rows if row[0] <= ours_rows[-1][0]]
    return max(0, len(inside) - len(found)), len(inside)


def measure(bench):
    with contextlib.ExitStack() as stack:
        account = stack.enter_context(tempfile.NamedTemporaryFile(
            "r", encoding="utf-8"))
        _, ready = stack.enter_context(processes.running(
            bench.bin / "backlinks-upstream", "serve", "--listen",
            "127.0.0.1:0", "--max_rows_per_request", CAP, "--account",
            account.name))
        url = re.search(r"http://\S+", ready).group()
        _, server = stack.enter_context(processes.server(
            bench.bin, "--upstream", "ahrefs_v3", "--upstream_url",
            url + "v3/", "--upstream_requests_per_minute", "0",
            "--upstream_max_rows_per_request", CAP,
            BACKLINKS_UPSTREAM_TOKEN="key"))
        port = int(url.rstrip("/").split(":")[-1])
        results = interleave({
            "backlinks": lambda: timed(lambda: ours(bench.bin, server),
                                       account),
            "naive": lambda: timed(lambda: naive(port), account)}, bench.runs)
    for name, runs in results.items():
        bench.report.add(name, "rows/s", [one["rate"] for one in runs])
        bench.report.add(f"{name}, requests", "",
                         [one["requests"] for one in runs])
    for name, key, unit in (("rows/s", "rate", "times"),
                            ("price of a row", "price", "%")):
        bench.report.compare(f"{name}, backlinks / naive",
                             [one[key] for one in results["backlinks"]],
                             [one[key] for one in results["naive"]], None,
                             unit)
    count, among = missed(results["backlinks"][0]["rows"],
                          results["naive"][0]["rows"])
    bench.report.add(f"rows that the naive way misses, of {among:,}", "rows",
                     [count])
