#!/usr/bin/env bash
# The emitted client calls a mock that Prism makes of the description, and that checks each request.
#
#   tests/interop/prism/run.sh
#
# The mock serves the paths without /api/v3. CLIENT is a command to run instead of the client;
# it is given the address of the mock.
# shellcheck source=tests/interop/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$interop/prism"

use_npm
client=(--quiet --package oasmith-tests --bin prism-client)
if [[ -z ${CLIENT:-} ]]; then
    (cd "$root" && quietly cargo build "${client[@]}")
fi
NO_COLOR=1 start_and_wait prism 'Prism is listening on (http://[^ ]+)' \
    node_modules/.bin/prism mock --port 0 --errors "$description"

cd "$root"
if [[ -n ${CLIENT:-} ]]; then
    read -ra command <<<"$CLIENT"
    "${command[@]}" "$announced" </dev/null
else
    cargo run "${client[@]}" -- "$announced" </dev/null
fi || {
    # What Prism found wrong with the requests.
    grep -E 'Violation|error' "$scratch/prism.log" >&2 || true
    exit 1
}
echo 'prism: the requests are valid, and the answers are understood'
