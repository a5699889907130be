#!/usr/bin/env bash
# Writes src/NtkGan/PublicAPI.Unshipped.txt anew: the public names that the build then guards. Read the difference before committing it.
set -euo pipefail
cd "$(dirname "$0")/.."
file=src/NtkGan/PublicAPI.Unshipped.txt
echo '#nullable enable' > "$file"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Incremental builds say nothing again, so the compiler runs in any case. Warnings, for errors would end it at the first hundred.
dotnet build src/NtkGan --no-incremental -v q -clp:NoSummary -p:TreatWarningsAsErrors=false -p:WarningsNotAsErrors=RS0016 > "$log" || { cat "$log"; exit 1; }
sed -n "s/.*warning RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" "$log" | LC_ALL=C sort -u >> "$file"
echo "$(wc -l < "$file") lines in $file"
