# shellcheck shell=bash disable=SC2034
# What the scripts of this folder share; they source it first.
#
# start_server   builds and starts the example server, and sets base_url
# start_cases    builds and starts the servers of `described`, and sets cases_url
# described      a line for each description of `specs/cases` that is served: its name, its base path
# use_venv       installs requirements.txt into .venv of the current folder
# use_npm        installs package-lock.json into node_modules of the current folder
#
# Whatever they start ends with the script.
#
# Settings: TOKEN, the token that the server accepts.
# SERVER, a command to run instead of the example server; it is given the address and the token.

set -euo pipefail

interop=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$interop/../.." && pwd)
description=$root/specs/authentik-stages.yaml
export TOKEN=${TOKEN:-interop}

# A proxy, if there is one, is for the registries; the server is on this machine.
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost
export PIP_DISABLE_PIP_VERSION_CHECK=1

scratch=$(mktemp -d)
started=''
clean_up() {
    local pid
    for pid in $started; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Runs a command quietly; what it prints is shown if it fails.
quietly() {
    "$@" >"$scratch/output" 2>&1 </dev/null || {
        cat "$scratch/output" >&2
        fail "failed: $*"
    }
}

# Starts a command in the background and waits for a line that matches a pattern.
# Sets announced to what the first group of the pattern matches.
start_and_wait() { # NAME PATTERN COMMAND...
    local name=$1 pattern=$2 log=$scratch/$1.log pid line
    shift 2
    : >"$log"
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    started="$started $pid"
    for _ in $(seq 600); do
        while IFS= read -r line; do
            if [[ $line =~ $pattern ]]; then
                announced=${BASH_REMATCH[1]}
                return
            fi
        done <"$log"
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    cat "$log" >&2
    fail "$name does not start"
}

start_server() {
    local example=(--quiet --package authentik-stages --features explorer,serve --example server)
    local command=(cargo run "${example[@]}" --)
    pushd "$root" >/dev/null
    if [[ -n ${SERVER:-} ]]; then
        read -ra command <<<"$SERVER"
    else
        quietly cargo build "${example[@]}"
    fi
    start_and_wait server '^listening on (http://[^ ]+)$' "${command[@]}" 127.0.0.1:0 "$TOKEN"
    popd >/dev/null
    export base_url=$announced
}

described() {
    printf '%s\n' '93-catalogue catalogue' '94-parameters-echoed parameters' \
        '95-submissions submissions' '96-representations representations' '97-guarded guarded'
}

start_cases() {
    local example=(--quiet --package oasmith-cases --example interop)
    pushd "$root" >/dev/null
    quietly cargo build "${example[@]}"
    start_and_wait cases '^listening on (http://[^ ]+)$' cargo run "${example[@]}" -- 127.0.0.1:0 "$TOKEN"
    popd >/dev/null
    export cases_url=$announced
}

use_venv() {
    cmp -s requirements.txt .venv/installed.txt && return
    rm -rf .venv
    quietly python3 -m venv .venv
    quietly .venv/bin/python -m pip install --quiet --no-input --requirement requirements.txt
    cp requirements.txt .venv/installed.txt
}

use_npm() {
    cmp -s package-lock.json node_modules/.installed.json && return
    quietly npm ci --loglevel error --no-audit --no-fund --no-update-notifier
    cp package-lock.json node_modules/.installed.json
}
