#!/usr/bin/env bash
# Schemathesis sends valid and invalid requests to the example server, with every check it has.
#
#   tests/interop/schemathesis/run.sh
#
# A failure prints the request as a curl command. EXAMPLES sets how many cases each operation gets.
# shellcheck source=tests/interop/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$interop/schemathesis"

use_venv
start_server

fuzz() { # NAME SEED EXAMPLES
    local output
    if ! output=$(timeout 120 .venv/bin/schemathesis --config-file "$1.toml" run "$description" \
        --url "$base_url" --header "Authorization: Bearer $TOKEN" --seed "$2" --max-examples "$3" \
        --checks all --mode all --phases examples,coverage,fuzzing,stateful --continue-on-failure \
        --generation-database none --suppress-health-check all --request-timeout 10 \
        --output-sanitize false --no-color 2>&1 </dev/null); then
        printf '%s\n' "$output"
        return 1
    fi
    printf 'schemathesis, %s: %s\n' "$1" "$(grep -o '[0-9]* generated.*' <<<"$output")"
}

fuzz existing 1 "${EXAMPLES:-200}"
fuzz any 2 "${EXAMPLES:-100}"
