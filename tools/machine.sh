#!/bin/sh
# What the tests need beyond Python packages: a Chromium. PostgreSQL comes from a package of the
# index. Without the rights to install, the tests that need it say so.
set -e
if ! { command -v chromium-headless-shell || command -v chromium; } >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq chromium-headless-shell >/dev/null
fi
