"""A rolling restart under load: the example in Python resumes by its tokens,
loses nothing, gets nothing twice, and sees no error."""

import json
import unittest

from programs import run
from rolling import TARGET, Rollout

READERS = 3
REQUEST = json.dumps({
    "query": {"target": TARGET, "mode": "TARGET_MODE_SUBDOMAINS"},
    "allRows": True, "maxPrice": {"milliAmount": "100000000",
                                  "unit": "PRICE_UNIT_ROWS"}})


def read(server):
    code, lines = run("python", server, "StreamRefpages", REQUEST)
    return code, [line for line in lines if "summary" not in line]


class Drain(unittest.TestCase):

    def test_a_rolling_restart(self):
        with Rollout("--drain_grace", "100ms") as rollout:
            code, whole = read(rollout.servers[0].address)
            self.assertEqual(code, 0, whole[-1:])
            results = rollout.restart_while(
                [lambda: read(rollout.target)] * READERS)
            print(f"\n{READERS} streams of {len(whole)} rows over "
                  f"{rollout.restarts} restarts, {rollout.cut_streams} times "
                  "cut", flush=True)
        for code, lines in results:
            self.assertEqual(code, 0, lines[-1:])
            self.assertEqual(lines, whole)
        self.assertGreaterEqual(rollout.cut_streams, READERS)


if __name__ == "__main__":
    unittest.main()
