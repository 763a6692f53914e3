#!/usr/bin/env bash
# The emitted clients call mocks that Prism makes of the descriptions, and that check each request.
#
#   tests/interop/prism/run.sh
#
# The mock serves the paths without /api/v3. CLIENT is a command to run instead of the client;
# it is given the address of the mock.
# shellcheck source=tests/interop/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$interop/prism"

use_npm

# Calls a mock of a description. PROGRAM is given the address of the mock as its last argument.
call_mock() { # NAME DESCRIPTION PROGRAM...
    local name=$1 described=$2
    shift 2
    NO_COLOR=1 start_and_wait "$name" 'Prism is listening on (http://[^ ]+)' \
        node_modules/.bin/prism mock --port 0 --errors "$described"
    "$@" "$announced" </dev/null || {
        # What Prism found wrong with the requests.
        grep -E 'Violation|error' "$scratch/$name.log" >&2 || true
        exit 1
    }
}

client=(cargo run --quiet --manifest-path "$root/Cargo.toml" --package oasmith-tests --bin prism-client --)
[[ -z ${CLIENT:-} ]] || read -ra client <<<"$CLIENT"
call_mock stages "$description" "${client[@]}"

cases=(cargo run --quiet --manifest-path "$root/Cargo.toml" --package oasmith-cases --example prism --)
while read -r name path; do
    node described.mjs "$root/specs/cases/$name.yaml" >"$scratch/$name.json"
    call_mock "$path" "$scratch/$name.json" "${cases[@]}" "$path"
done < <(described)
echo 'prism: the requests are valid, and the answers are understood'
