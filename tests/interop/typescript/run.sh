#!/usr/bin/env bash
# The TypeScript client that authentik publishes calls the example server.
#
#   tests/interop/typescript/run.sh
# shellcheck source=tests/interop/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$interop/typescript"

use_npm
start_server
node client.mjs "$base_url" "$TOKEN" </dev/null
