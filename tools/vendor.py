"""Fetch the pinned files of others that pages need, and write down what they are.

Needs npm; run only to change a version. The files and their manifest (version, licence, sha256)
are committed, so nobody else needs npm or the network.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

HOME = Path("lt_admin/static/vendor")
PACKAGES = {
    "bootstrap@5.3.8": {
        "dist/css/bootstrap.min.css": "bootstrap.min.css",
        "LICENSE": "bootstrap.LICENSE.txt",
    },
    "@fontsource-variable/inter@5.3.0": {
        "files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
        "files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
        "LICENSE": "inter.LICENSE.txt",
    },
}


def without_source_map(content: bytes) -> bytes:
    """A stylesheet that asks for no source map, which is not here."""
    return content.split(b"\n/*# sourceMappingURL=")[0] + b"\n"


def fetch(package: str, files: dict[str, str], folder: str) -> dict[str, dict[str, str | int]]:
    """Take `files` out of one package; returns their lines of the manifest."""
    command = ["npm", "pack", "--json", "--pack-destination", folder, package]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    found = answer[0] if isinstance(answer, list) else next(iter(answer.values()))
    lines = {}
    with tarfile.open(Path(folder) / found["filename"]) as archive:
        licence = json.load(archive.extractfile("package/package.json"))["license"]
        for inside, name in files.items():
            content = archive.extractfile(f"package/{inside}").read()
            if name.endswith(".css"):
                content = without_source_map(content)
            (HOME / name).write_bytes(content)
            lines[name] = {
                "package": package,
                "licence": licence,
                "sha256": hashlib.sha256(content).hexdigest(),
                "bytes": len(content),
            }
    return lines


if __name__ == "__main__":
    HOME.mkdir(parents=True, exist_ok=True)
    manifest = {}
    for each, wanted in PACKAGES.items():
        with tempfile.TemporaryDirectory() as place:
            manifest |= fetch(each, wanted, place)
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    (HOME / "manifest.json").write_text(text, encoding="utf-8")
    print(f"{len(manifest)} files")
