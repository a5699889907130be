#!/usr/bin/env bash
# Ours beside JAX, Neural Tangents and PyTorch on the same work, in turn, with ratios: side-by-side.sh [--python PROGRAM] [--threads N] [--rounds N] [ROW ...].
# PROGRAM is a Python that has the peers; without one, python3 on the PATH. A row whose peer is not installed is measured alone and says so.
set -euo pipefail
cd "$(dirname "$0")/.."
python=python3
if [ "${1:-}" = --python ]; then
  [ $# -ge 2 ] || { echo "--python needs a program." >&2; exit 2; }
  python=$2
  shift 2
fi
command -v "$python" >/dev/null || { echo "There is no program '$python': name a Python that has jax, neural_tangents and torch, as in bench/side-by-side.sh --python PROGRAM." >&2; exit 2; }
"$python" -c 'import numpy' 2>/dev/null || { echo "'$python' has no numpy, which every row of the peers needs: install numpy, jax, neural_tangents and torch, or name another with --python PROGRAM." >&2; exit 2; }
dotnet build -c Release -v q -clp:NoSummary bench/NtkGan.Benchmarks >&2
# The command as it ships: compiled beforehand.
dotnet publish -c Release -v q -clp:NoSummary src/NtkGan.Cli -o src/NtkGan.Cli/bin/Release/shipped >&2
exec "$python" bench/peers/side_by_side.py "$PWD/bench/NtkGan.Benchmarks/bin/Release/net10.0/NtkGan.Benchmarks" "$python" "$PWD/src/NtkGan.Cli/bin/Release/shipped/ntkgan" "$@"
