#!/usr/bin/env bash
# Schemathesis sends valid and invalid requests to the example server, and to the servers of five cases,
# with every check it has.
#
#   tests/interop/schemathesis/run.sh
#
# A failure prints the request as a curl command. EXAMPLES sets how many cases each operation gets.
# shellcheck source=tests/interop/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
cd "$interop/schemathesis"

use_venv
start_server
start_cases

fuzz() { # NAME CONFIGURATION SEED EXAMPLES DESCRIPTION URL OPTION...
    local output name=$1 configuration=$2 seed=$3 examples=$4 described=$5 url=$6
    shift 6
    if ! output=$(timeout 240 .venv/bin/schemathesis --config-file "$configuration.toml" run "$described" \
        --url "$url" --seed "$seed" --max-examples "$examples" "$@" \
        --checks all --mode all --phases examples,coverage,fuzzing,stateful --continue-on-failure \
        --generation-database none --suppress-health-check all --request-timeout 10 \
        --output-sanitize false --no-color 2>&1 </dev/null); then
        printf '%s\n' "$output"
        return 1
    fi
    printf 'schemathesis, %s: %s\n' "$name" "$(grep -o '[0-9]* generated.*' <<<"$output")"
}

credentials=(--header "Authorization: Bearer $TOKEN")
fuzz existing existing 1 "${EXAMPLES:-200}" "$description" "$base_url" "${credentials[@]}"
fuzz any any 2 "${EXAMPLES:-100}" "$description" "$base_url" "${credentials[@]}"

while read -r name path; do
    fuzz "$name" described 1 "${EXAMPLES:-50}" "$root/specs/cases/$name.yaml" "$cases_url/$path"
done < <(described)
