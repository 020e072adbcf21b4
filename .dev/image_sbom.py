"""Writes what an image is made of, as SPDX 2.3 in JSON.

usage: image_sbom.py ROOT PACKAGES SBOM

ROOT is the image's root folder, PACKAGES the list of Debian packages by group;
SBOM is written into ROOT. Files of Debian's packages are found by their path,
which is the same here; packages of the group "build" are in the program itself:
as headers or as static libraries. Prints the Debian packages that have files in
the image, one a line.
"""

import datetime
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import urllib.parse

# Made by a package, and by no package's list of files.
MADE = {"/etc/ssl/certs/ca-certificates.crt": "ca-certificates"}
PROGRAM = "/usr/bin/backlinks-server"
FIELDS = ("Package", "Version", "Architecture", "source:Package",
          "source:Version")


def run(*words):
    return subprocess.run(words, check=False, capture_output=True, text=True)


def owner(path):
    """The Debian package of a file, or None; /lib is a link into /usr."""
    if path in MADE:
        return MADE[path]
    for name in (path, path.removeprefix("/usr")):
        found = run("dpkg-query", "--search", name).stdout
        if found:
            return found.split(":", 1)[0]
    return None


def installed(names):
    """What dpkg knows of the packages that are installed, in order."""
    line = "\t".join(f"${{{field}}}" for field in FIELDS) + "\n"
    answer = run("dpkg-query", "--show", "--showformat", line, *names)
    return [line.split("\t") for line in sorted(answer.stdout.splitlines())]


def identifier(kind, name):
    return f"SPDXRef-{kind}-" + "".join(
        c if c.isalnum() or c in ".-" else "-" for c in name)


def debian(package, version, architecture, source, source_version):
    purl = (f"pkg:deb/debian/{urllib.parse.quote(package)}"
            f"@{urllib.parse.quote(version, safe='~')}"
            f"?arch={architecture}&distro=debian-12")
    return {"SPDXID": identifier("Package", package), "name": package,
            "versionInfo": version, "supplier": "Organization: Debian",
            "downloadLocation": "NOASSERTION", "filesAnalyzed": False,
            "sourceInfo": f"built from {source} {source_version}",
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER",
                              "referenceType": "purl",
                              "referenceLocator": purl}]}


def own(root):
    version = run(root + PROGRAM, "--version").stdout.split()[-1]
    return {"SPDXID": "SPDXRef-Package-backlinks", "name": "backlinks",
            "versionInfo": version, "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False, "primaryPackagePurpose": "APPLICATION"}


def file_entry(root, path):
    content = pathlib.Path(root + path).read_bytes()
    return {"SPDXID": identifier("File", path), "fileName": "." + path,
            "checksums": [
                {"algorithm": name.upper(),
                 "checksumValue": hashlib.new(name, content).hexdigest()}
                for name in ("sha1", "sha256")]}


def relation(subject, kind, other, **more):
    return {"spdxElementId": subject, "relationshipType": kind,
            "relatedSpdxElement": other, **more}


def has_file(package, path):
    """Not CONTAINS, which is for packages all of whose files are listed."""
    return relation(identifier("Package", package), "OTHER",
                    identifier("File", path), comment="has the file")


def document(root, built_with):
    """And the names of the Debian packages that have files in the image."""
    paths = sorted("/" + str(path.relative_to(root))
                   for path in pathlib.Path(root).rglob("*")
                   if path.is_file() and not path.is_symlink())
    owners = {path: owner(path) for path in paths}
    here = sorted(set(filter(None, owners.values())))
    packages = [own(root)]
    packages += [debian(*fields) for fields in
                 installed(sorted({*here, *built_with}))]
    main = packages[0]["SPDXID"]
    relations = [relation("SPDXRef-DOCUMENT", "DESCRIBES", main)]
    relations += [has_file(owners[path] or "backlinks", path)
                  for path in paths]
    relations += [relation(main, "DEPENDS_ON", identifier("Package", name))
                  for name in here]
    relations += [relation(each["SPDXID"], "BUILD_DEPENDENCY_OF", main)
                  for each in packages[1:] if each["name"] not in here]
    files = [file_entry(root, path) for path in paths]
    return here, {**head(files), "packages": packages, "files": files,
                  "relationships": relations}


def head(files):
    digest = hashlib.sha256(json.dumps(files).encode()).hexdigest()
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    now = (datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)
           if seconds else datetime.datetime.now(datetime.timezone.utc))
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0",
            "SPDXID": "SPDXRef-DOCUMENT", "name": "backlinks",
            "documentNamespace": f"urn:backlinks:image:{digest}",
            "creationInfo": {"created": f"{now:%Y-%m-%dT%H:%M:%SZ}",
                             "creators": ["Tool: backlinks-image-sbom"]}}


def main(root, packages, sbom):
    lines = pathlib.Path(packages).read_text(encoding="utf-8").splitlines()
    built_with = [line.split()[1] for line in lines
                  if "build" in line.split()[0].split(",")]
    here, made = document(os.path.abspath(root), built_with)
    file = pathlib.Path(root + sbom)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    print("\n".join(here))


if __name__ == "__main__":
    main(*sys.argv[1:])
