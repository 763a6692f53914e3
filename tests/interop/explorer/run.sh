#!/usr/bin/env bash
# The requests that the page makes, and the page of the example server in a browser: what it shows, what it
# sends, and what it never does.
#
#   tests/interop/explorer/run.sh
#
# CHROMIUM is the browser; SCREENSHOTS, a folder for pictures of the page, if they are wanted.
# shellcheck source=tests/interop/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$interop/explorer"

node requests.mjs

CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v google-chrome || true)}
[[ -n $CHROMIUM ]] || fail 'there is no chromium'
export CHROMIUM

use_npm
start_server
node page.mjs "$base_url" "$TOKEN" </dev/null
