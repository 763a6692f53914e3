#!/usr/bin/env bash
# The client library `openai` calls the server of case 99: completions, events and files.
#
#   tests/interop/openai/run.sh
# shellcheck source=tests/interop/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$interop/openai"

use_venv
start_cases
.venv/bin/python client.py "$cases_url/v1" "$TOKEN" </dev/null
