"""nginx, which serves the answers on loopback, in plaintext and by TLS.

/NAME/ is the answer NAME, also to a path of API v3 under it; /gzip/NAME/ is the
same compressed by gzip.
"""

import contextlib
import pathlib
import subprocess
import sys
import time
import urllib.request

from processes import Failed

sys.path.append(str(pathlib.Path(__file__).parents[1] / "e2e"))
from certificate import make_certificate  # noqa: E402
from ports import free_ports  # noqa: E402

CONFIG = """
daemon off; master_process off; pid {work}/nginx.pid;
error_log {work}/nginx.err; worker_rlimit_nofile 8192;
events {{ worker_connections 4096; }}
http {{
  access_log off; sendfile on; default_type application/json;
  keepalive_requests 100000000;
  client_body_temp_path {work}/t1; proxy_temp_path {work}/t2;
  fastcgi_temp_path {work}/t3; uwsgi_temp_path {work}/t4;
  scgi_temp_path {work}/t5;
  server {{
    listen 127.0.0.1:{port}; listen 127.0.0.1:{tls_port} ssl;
    ssl_certificate {certificate}; ssl_certificate_key {key}; root {work};
    location = / {{ return 204; }}
    location ~ ^/gzip/(?<name>[a-z0-9_]+)/$ {{
      default_type application/json; add_header Content-Encoding gzip;
      try_files /$name.json.gz =404; types {{ }}
    }}
    location ~ ^/(?<name>[a-z0-9_]+)/(site-explorer/all-backlinks)?$ {{
      default_type application/json; try_files /$name.json =404; types {{ }}
    }}
  }}
}}
"""


class Web:
    def __init__(self, port, tls_port, certificate, key):
        self.port, self.tls_port = port, tls_port
        self.certificate, self.key = certificate, key

    def url(self, name):
        return f"http://127.0.0.1:{self.port}/{name}/"

    def tls_url(self, name):
        return f"https://127.0.0.1:{self.tls_port}/{name}/"


@contextlib.contextmanager
def nginx(work):
    certificate, key = make_certificate(work)
    port, tls_port = free_ports(2)
    web = Web(port, tls_port, certificate, key)
    config = work / "nginx.conf"
    config.write_text(CONFIG.format(
        work=work, port=port, tls_port=tls_port, certificate=certificate,
        key=key))
    process = subprocess.Popen(
        ["nginx", "-p", work, "-e", work / "nginx.err", "-c", config],
        stdin=subprocess.DEVNULL)
    try:
        _wait_for(process, f"http://127.0.0.1:{port}/", work / "nginx.err")
        yield web
    finally:
        process.terminate()
        process.wait()


def _wait_for(process, url, log):
    for _ in range(200):
        if process.poll() is not None:
            raise Failed(log.read_text())
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url).close()
            return
        time.sleep(0.05)
    raise Failed("nginx does not answer")
