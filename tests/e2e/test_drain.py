"""A rolling restart under load: clients that resume lose nothing, get nothing
twice, and see no error."""

import threading
import time
import unittest

from harness import CODE, backlinks, query, wait_until
from rolling import TARGET, Rollout

READERS = 4
ROWS = 3000


def read(server):
    return backlinks("--server", server, "stream", TARGET, "--all",
                     "--max-price", "1000000000", "--format", "jsonl")


class Drain(unittest.TestCase):

    def test_a_rolling_restart(self):
        with Rollout("--drain_grace", "100ms") as rollout:
            whole = read(rollout.servers[0].address)
            self.assertEqual((whole.returncode, whole.stderr), (0, ""))
            runs = rollout.restart_while(
                [lambda: read(rollout.target)] * READERS)
            print(f"\n{READERS} streams of {len(whole.stdout.splitlines())} "
                  f"rows over {rollout.restarts} restarts, "
                  f"{rollout.cut_streams} times cut", flush=True)
        for run in runs:
            self.assertEqual((run.returncode, run.stderr), (0, ""))
            self.assertEqual(run.stdout, whole.stdout)
        self.assertGreaterEqual(rollout.cut_streams, READERS)

    def test_the_status_of_a_stream_that_is_cut_has_its_token(self):
        the_query = query(TARGET)
        with Rollout("--drain_grace", "0") as rollout:
            first, second = rollout.servers
            whole = second.stream(the_query, rowLimit=ROWS)
            cut = self.cut(first, lambda: first.stream(the_query,
                                                       rowLimit=ROWS))
            self.assertEqual((cut.status.get("code"), cut.reason),
                             (CODE["UNAVAILABLE"], "DRAINING"), cut.err)
            token = cut.detail("ErrorInfo").get("metadata", {}).get(
                "resume_token")
            self.assertTrue(token, cut.err)
            rest = second.stream(the_query, rowLimit=ROWS, resumeToken=token)
            self.assertEqual(rest.code, 0, rest.err)
        self.assertEqual(cut.rows + rest.rows, whole.rows)
        self.assertGreater(len(rest.rows), 0)

    @staticmethod
    def cut(server, stream):
        """What the stream returns if its server is drained meanwhile."""
        answers = []
        thread = threading.Thread(target=lambda: answers.append(stream()))
        thread.start()
        wait_until("the stream", lambda: server.metric(
            "backlinks_active_streams") == 1)
        time.sleep(0.5)  # Some rows are on their way.
        server.stop()
        thread.join()
        return answers[0]


if __name__ == "__main__":
    unittest.main()
