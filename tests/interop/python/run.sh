#!/usr/bin/env bash
# The Python client that authentik publishes calls the example server.
#
#   tests/interop/python/run.sh
# shellcheck source=tests/interop/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$interop/python"

use_venv
start_server
.venv/bin/python client.py "$base_url" "$TOKEN" </dev/null
