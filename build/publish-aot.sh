#!/usr/bin/env bash
# Publishes ntkgan trimmed and as native code, and checks that both say what the ordinary build says.
# Usage: build/publish-aot.sh [--times]   with --times also measures the start-up, best of five.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
printf '0,0\n1,0\n0,2\n' > "$folder/X.csv"

dotnet publish src/NtkGan.Cli -c Release -o "$folder/jit" -v q
dotnet publish src/NtkGan.Cli -c Release -o "$folder/trimmed" -v q -r linux-x64 --self-contained -p:PublishTrimmed=true
dotnet publish src/NtkGan.Cli -c Release -o "$folder/aot" -v q -r linux-x64 -p:PublishAot=true -p:IlcInstructionSet=x86-64-v3

say() { # program, name: everything it says
    local program=$1 out="$folder/$2"
    mkdir -p "$out"
    "$program" --help > "$out/help"
    "$program" list > "$out/list"
    for family in loss kernel experiment data; do "$program" list $family > "$out/list-$family"; done
    "$program" list loss --json > "$out/list.json"
    "$program" show ab relu lsgan > "$out/show"
    "$program" kernel mlp "$folder/X.csv" hidden_layers=2 > "$out/kernel"
    "$program" kernel gaussian "$folder/X.csv" --json > "$out/kernel.json"
    "$program" stability predict collapse --json > "$out/predict.json"
    "$program" run eight-gaussians source.count=20 target.count=20 flow.iterations=3 --quiet --threads 1 --out "$out/run" > /dev/null
    "$program" resume "$out/run" 2> /dev/null | grep -v '^folder' | sed 's/, .* s$//' > "$out/resume"
    cp "$out/run/metrics.csv" "$out/run/config.yaml" "$out"
    rm -r "$out/run"
}

say "$folder/jit/ntkgan" said-jit
for kind in trimmed aot; do
    say "$folder/$kind/ntkgan" "said-$kind"
    diff -r "$folder/said-jit" "$folder/said-$kind"
    code=0; "$folder/$kind/ntkgan" list --with mine.dll 2> "$folder/refusal" || code=$?
    [ $code = 2 ] && grep -q 'cannot load' "$folder/refusal"
    echo "$kind: $(du -sm "$folder/$kind" | cut -f1) MB, the same output as the ordinary build"
done

[ "${1:-}" = --times ] || exit 0
best() { # words: milliseconds, the least of five
    local least=999999 begin end
    for _ in 1 2 3 4 5; do
        begin=$(date +%s%N); "$@" > /dev/null; end=$(date +%s%N)
        (( (end - begin) / 1000000 < least )) && least=$(( (end - begin) / 1000000 )) || true
    done
    echo "$least"
}
for kind in jit aot; do
    program="$folder/$kind/ntkgan"
    echo "$kind: --help $(best "$program" --help) ms, list loss $(best "$program" list loss) ms, kernel $(best "$program" kernel gaussian "$folder/X.csv") ms"
done
