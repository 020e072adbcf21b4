"""The same 12 calls through every language, compared byte for byte."""

import contextlib
import json
import pathlib

import harness
from programs import PROGRAMS, Proxy, canonical, run

CALLS = json.loads(
    (pathlib.Path(__file__).parent / "calls.json").read_text())
CUTS = (150_000, 200_000)


def comparable(line):
    """Without what differs between two calls of one program: the token, and how
    much of a page arrived before the server closed it, which had all rows."""
    line = json.loads(json.dumps(line))
    answer = line.get("answer", {})
    if "nextPageToken" in answer:
        answer["nextPageToken"] = "…"
    line.get("summary", {}).pop("receivedByteCount", None)
    return canonical(line)


class Calls(harness.TestCase):

    def way(self, call):
        """What the program is given as the server."""
        through = call.get("through")
        if through is None:
            return contextlib.nullcontext()
        return Proxy(*{"silence": (None,),
                       "cuts": (self.server.address, CUTS)}[through])

    def make(self, language, call):
        request, lines = dict(call["request"]), []
        timeout = [call["timeoutMs"]] if "timeoutMs" in call else []
        with self.way(call) as proxy:
            server = proxy.address if proxy else self.server.address
            for _ in range(call.get("pages", 1)):
                code, new = run(language, server, call["method"],
                                json.dumps(request), *timeout)
                lines += new
                token = new[-1].get("answer", {}).get("nextPageToken", "")
                request["pageToken"] = token
            if call.get("through") == "cuts":
                self.assertEqual(proxy.broken, len(CUTS), language)
        self.assertEqual(code != 0, "fails" in call, lines[-1:])
        return lines

    def expected(self, call):
        """What the C++ client gets; of a broken stream, when it is whole."""
        whole = {**call}
        if whole.get("through") == "cuts":
            del whole["through"]
        return self.make("cpp", whole)

    def test_every_language_gets_the_same(self):
        self.assertEqual(len(CALLS), 12)
        for call in CALLS:
            expected = self.expected(call)
            self.assertTrue(expected, call["name"])
            if "fails" in call:
                self.assertEqual(expected[-1]["error"]["code"], call["fails"])
            for language in PROGRAMS:
                with self.subTest(f"{call['name']}: {language}"):
                    self.compare(call, expected, self.make(language, call))

    def compare(self, call, expected, got):
        if call.get("through") == "cuts":
            # The last attempt's own price and requests are not the whole's.
            expected, got = self.rows_and_end(expected), self.rows_and_end(got)
        self.assertEqual(len(got), len(expected))
        for one, other in zip(got, expected):
            self.assertEqual(comparable(one), comparable(other))

    @staticmethod
    def rows_and_end(lines):
        return [*lines[:-1], {"end": lines[-1]["summary"]["endReason"]}]

    def test_rows_are_not_empty(self):
        for call in CALLS[:4] + CALLS[-1:]:
            with self.subTest(call["name"]):
                rows = [line for line in self.expected(call) if "row" in line]
                self.assertGreater(len(rows), 10)
