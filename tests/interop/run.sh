#!/usr/bin/env bash
# Runs every peer, or those that are named, and prints a line for each.
#
#   tests/interop/run.sh [schemathesis] [typescript] [python] [openai] [prism] [explorer]
#
# What a peer prints is shown if it fails.
set -uo pipefail

interop=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
peers=("$@")
[[ $# -gt 0 ]] || peers=(typescript python openai prism schemathesis explorer)

output=$(mktemp)
trap 'rm -f "$output"' EXIT
status=0
for peer in "${peers[@]}"; do
    SECONDS=0
    if "$interop/$peer/run.sh" >"$output" 2>&1 </dev/null; then
        printf 'pass  %s (%d s)\n' "$peer" "$SECONDS"
    else
        printf 'fail  %s (%d s)\n' "$peer" "$SECONDS"
        cat "$output"
        status=1
    fi
done
exit "$status"
