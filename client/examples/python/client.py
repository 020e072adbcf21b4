"""The client of this example: a channel, and row streams that survive a break."""

import os
import pathlib
import random
import time

import grpc

from backlinks.v1 import backlinks_service_pb2 as pb
from backlinks.v1 import backlinks_service_pb2_grpc

SERVICE_CONFIG = pathlib.Path(__file__).parents[2] / "service_config.json"
MAX_RESUMES = 5  # In a row, without getting any further.


# [connect]
def connect(server):
    """A channel that retries calls as configured in service_config.json.

    It uses TLS if BACKLINKS_CA_FILE is set, and then sends BACKLINKS_API_KEY.
    """
    options = [("grpc.service_config", SERVICE_CONFIG.read_text(encoding="utf-8"))]
    ca_file = os.environ.get("BACKLINKS_CA_FILE")
    if not ca_file:
        return grpc.insecure_channel(server, options=options)
    credentials = grpc.ssl_channel_credentials(pathlib.Path(ca_file).read_bytes())
    if key := os.environ.get("BACKLINKS_API_KEY"):
        credentials = grpc.composite_channel_credentials(
            credentials, grpc.access_token_call_credentials(key))
    return grpc.secure_channel(server, credentials, options=options)
# [/connect]


# [resume]
def stream_refpages(stub, request, timeout=None):
    """Yields every message of a stream, which resumes by its token if it breaks.

    `timeout` is that of all attempts together.
    """
    deadline = None if timeout is None else time.monotonic() + timeout
    following = pb.StreamRefpagesRequest()
    following.CopyFrom(request)
    failures, position = 0, -1  # A new token alone is no progress.
    while True:
        left = None if deadline is None else deadline - time.monotonic()
        try:
            for message in stub.StreamRefpages(following, timeout=left):
                if message.resume_token:
                    following.resume_token = message.resume_token
                if message.progress.scanned_row_count > position:
                    failures, position = 0, message.progress.scanned_row_count
                yield message
            return
        except grpc.RpcError as error:
            failures += 1
            if (error.code() != grpc.StatusCode.UNAVAILABLE
                    or failures > MAX_RESUMES):
                raise
            time.sleep(random.uniform(0, 0.1 * 2 ** failures))
# [/resume]


def stub(channel):
    return backlinks_service_pb2_grpc.BacklinksServiceStub(channel)
