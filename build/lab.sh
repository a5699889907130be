#!/usr/bin/env bash
# Builds the page of `ntkgan lab` from src/NtkGan.Lab/page into src/NtkGan.Lab/wwwroot, which is committed, so that nobody else needs Node.
# Needs Node 20 or later and npm; the versions of all tools are pinned in package-lock.json.
set -euo pipefail
cd "$(dirname "$0")/../src/NtkGan.Lab/page"
npm ci --no-audit --no-fund
npm run --silent check
npm run --silent build
cat *.ts *.css package-lock.json | sha256sum | cut -d' ' -f1 > ../wwwroot/built.txt   # a test compares: sources changed, page not built
