"""The cases of tests/conformance through grpcurl and the command line client.

README.md there says what a case holds. One server for all of them, in front
of an upstream that keeps an account. Plans and prices are those of v2: on v3
the rows are compared, and what a case says of it.
"""

import json
import pathlib
import tempfile
import unittest

from harness import (CODE, DIALECT, SERVICE, STREAM, Server, Upstream,
                     backlinks, per_dialect)

CASES = pathlib.Path(__file__).parent.parent / "conformance" / "cases"
EXPLAIN = SERVICE + "/ExplainRefpages"
PARSE = SERVICE + "/ParseFilter"
ANY_PRICE = 10**12


def load_cases():
    return [json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(CASES.glob("*.json"))]


def milli(price):
    """A price of protobuf's JSON, where 0 is left out."""
    return int((price or {}).get("milliAmount", 0))


def order_words(keys):
    """As the cases write an order."""
    return [key["column"] + (":desc" if key.get("direction", "").endswith(
        "DESCENDING") else ":asc") for key in keys]


def explained(plan):
    """An ExplainRefpagesResponse in the words of the cases."""
    got = {
        "pushed_where": plan.get("pushedWhere"),
        "pushed_having": plan.get("pushedHaving"),
        "residual_filter": plan.get("residualFilter"),
        "selected_columns": plan.get("selectedColumns"),
        "added_columns": plan.get("addedColumns"),
        "order_by": order_words(plan.get("orderBy", [])),
    }
    got = {name: value for name, value in got.items() if value}
    got["pages"] = [[int(page.get("rowOffset", 0)), int(page["rowLimit"])]
                    for page in plan.get("pages", [])]
    got["min_milli_price"] = milli(plan.get("minPrice"))
    got["min_call_count"] = int(plan.get("minCallCount", 0))
    if "maxPrice" in plan:
        got["max_milli_price"] = milli(plan["maxPrice"])
    if "maxCallCount" in plan:
        got["max_call_count"] = int(plan["maxCallCount"])
    return got


def streamed(summary, row_count, expected):
    """A StreamSummary in the words of the cases: those that this one has."""
    got = {
        "row_count": row_count,
        "upstream_calls": int(summary.get("upstreamCallCount", 0)),
        "milli_price": milli(summary.get("computedPrice")),
        "end_reason": summary["endReason"].removeprefix("END_REASON_"),
    }
    return {name: value for name, value in got.items() if name in expected}


def cell(row, column):
    """A cell of grpcurl's JSON as the cases write it."""
    head, *tail = column.split("_")
    value = row.get(head + "".join(word.capitalize() for word in tail))
    if column == "link_type":
        return value.removeprefix("LINK_TYPE_").lower()
    if isinstance(value, str) and value.lstrip("-").isdigit():
        return int(value)
    return value


def expected_on_v3(case):
    """What the case says of its answer there, in the words of "stream"."""
    expected = case.get("v3") or case.get("stream", {})
    return {name: expected[name] for name in ("row_count", "end_reason")
            if name in expected}


class Conformance(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.account = cls.enterClassContext(
            tempfile.NamedTemporaryFile("r", encoding="utf-8"))
        cls.upstream = cls.enterClassContext(
            Upstream("--account", cls.account.name))
        cls.server = cls.enterClassContext(Server.on(
            cls.upstream.url, BACKLINKS_UPSTREAM_TOKEN="token"))

    def asked(self):
        """What the upstream was asked for since this was called."""
        return [json.loads(line) for line in self.account.readlines()]

    def filter_of(self, text):
        answer = self.server.call(PARSE, {"text": text})
        self.assertEqual(answer.code, 0, answer.err)
        return answer.messages[0]["filter"]

    def request_of(self, case):
        request = json.loads(json.dumps(case["request"]))
        for name in ("where", "having"):
            if name in case:
                request["query"][name] = self.filter_of(case[name])
        if "read_mask" in case:
            # grpcurl takes a FieldMask as the message that it is.
            request["query"]["readMask"] = {"paths": case["read_mask"]}
        return request

    def assert_rejected(self, case, answer):
        error = case["error"]
        self.assertNotEqual(answer.code, 0)
        self.assertEqual(answer.status.get("code"), CODE[error["code"]],
                         answer.err)
        self.assertEqual(answer.reason, error["reason"])
        if "path" in error:
            self.assertIn(error["path"], answer.violations)

    def check_answer(self, case, explain, stream, asked):
        expected = case["stream"]
        plan = explain.messages[0]
        self.assertEqual(explained(plan), case["explain"])
        first = expected.get("first", {})
        self.assertEqual(
            streamed(stream.summary, len(stream.rows), expected),
            {name: value for name, value in expected.items()
             if name != "first"})
        for column, value in first.items():
            self.assertEqual(cell(stream.rows[0], column), value)
        price = milli(stream.summary.get("computedPrice"))
        self.assertLessEqual(milli(plan.get("minPrice")), price)
        self.assertLessEqual(price, milli(plan.get("maxPrice")))
        pages = case["explain"]["pages"][:len(asked)]
        self.assertEqual(len(asked),
                         int(stream.summary.get("upstreamCallCount", 0)))
        self.assertEqual([[page["offset"], page["limit"]]
                          for page in asked[:len(pages)]], pages)

    def check_on_v2(self, case):
        request = self.request_of(case)
        self.asked()
        explain = self.server.call(EXPLAIN, request)
        self.assertEqual(self.asked(), [])
        stream = self.server.call(STREAM, request)
        if "error" in case:
            self.assert_rejected(case, explain)
            self.assert_rejected(case, stream)
            self.assertEqual(stream.violations, explain.violations)
            self.assertEqual(self.asked(), [])
            return
        self.assertEqual((explain.code, stream.code), (0, 0),
                         explain.err + stream.err)
        self.check_answer(case, explain, stream, self.asked())

    def check_on_v3(self, case):
        request = self.request_of(case)
        on_v3 = case.get("v3") or case
        if on_v3 is case and "error" not in case:
            request["maxPrice"] = {"milliAmount": ANY_PRICE}
        stream = self.server.call(STREAM, request)
        if "error" in on_v3:
            self.assert_rejected(on_v3, stream)
            return
        self.assertEqual(stream.code, 0, stream.err)
        expected = expected_on_v3(case)
        self.assertEqual(
            streamed(stream.summary, len(stream.rows), expected), expected)

    def test_grpcurl(self):
        check = per_dialect(self.check_on_v2, self.check_on_v3)
        for case in load_cases():
            with self.subTest(case["name"]):
                check(case)


def command_words(case):
    """The case as words of the command line; None: it has no words for it."""
    request = case["request"]
    query = request["query"]
    mode = query.get("mode")
    price = request.get("maxPrice", {})
    if ({"where", "having"} & query.keys() or "unit" in price
            or not isinstance(mode, str) or "target" not in query
            or request.get("allRows") is False
            or request.get("rowLimit", 1) < 1 or "error" in case
            or (DIALECT == "ahrefs_v3" and "v3" in case)):
        return None
    words = [query["target"], "--mode",
             mode.removeprefix("TARGET_MODE_").lower()]
    for name in ("where", "having"):
        if name in case:
            words += ["--" + name, case[name]]
    if "orderBy" in query:
        words += ["--order-by", ",".join(order_words(query["orderBy"]))]
    if "read_mask" in case:
        words += ["--select", ",".join(case["read_mask"])]
    if "rowLimit" in request:
        words += ["--limit", str(request["rowLimit"])]
    if request.get("allRows"):
        words += ["--all"]
    if DIALECT == "ahrefs_v3":
        words += ["--max-price", str(ANY_PRICE // 1000)]
    elif price:
        whole, thousandths = divmod(int(price["milliAmount"]), 1000)
        words += ["--max-price", f"{whole}.{thousandths:03}"]
    if request.get("includeOtherColumns"):
        words += ["--other-columns"]
    return words


class CommandLine(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())

    def run_command(self, command, *words, is_cut=False):
        run = backlinks(command, "--server", self.server.address, *words)
        self.assertEqual(run.returncode, 3 if is_cut else 0, run.stderr)
        self.assertEqual("truncated by the price cap" in run.stderr, is_cut)
        self.assertEqual(run.stderr == "", not is_cut, run.stderr)
        return run.stdout

    def test_backlinks(self):
        said = 0
        for case in load_cases():
            words = command_words(case)
            if words is None:
                continue
            said += 1
            with self.subTest(case["name"]):
                expected = case["stream"]
                is_cut = (DIALECT != "ahrefs_v3"
                          and expected["end_reason"] == "PRICE")
                rows = [json.loads(line) for line in self.run_command(
                    "stream", *words, is_cut=is_cut).splitlines()]
                self.assertEqual(len(rows), expected["row_count"])
                if DIALECT == "ahrefs_v3":
                    continue
                plan = json.loads(self.run_command("explain", *words,
                                                 "--format", "json"))
                self.assertEqual(explained(plan), case["explain"])
                for column, value in expected.get("first", {}).items():
                    self.assertEqual(rows[0][column], value)
        self.assertGreaterEqual(said, 60)
