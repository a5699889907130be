#!/usr/bin/env bash
# Mutation testing with dotnet-stryker, outside of CI because it takes hours: are there lines that no test would miss?
# Usage: build/mutation.sh                                     all of Numerics, Kernels and Spectral, with all tests
#        build/mutation.sh 'Numerics/LambertW.cs' LambertW      some files, with the tests whose full name contains a word
# A report lies in StrykerOutput/ beside the tests. Aim: above 80 %, survivors explained.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet tool restore >/dev/null
files=${1:-}
filter=(${2:+--test-case-filter "FullyQualifiedName~$2"})
cd tests/NtkGan.Tests
if [ -n "$files" ]; then
    exec dotnet stryker --config-file ../../build/stryker-config.json --mutate "**/$files" "${filter[@]}"
fi
exec dotnet stryker --config-file ../../build/stryker-config.json --mutate '**/Numerics/**/*.cs' --mutate '**/Kernels/**/*.cs' --mutate '**/Spectral/**/*.cs'
