"""A certificate of 127.0.0.1 that signs itself."""

import subprocess

TIMEOUT = 60  # Seconds.


def make_certificate(folder, name="certificate"):
    """The paths of the certificate and its key, in the folder."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True, timeout=TIMEOUT)
    return certificate, key
