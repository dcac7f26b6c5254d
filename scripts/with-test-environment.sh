#!/usr/bin/env bash
# Runs a command with an environment in which no setting of the user's own reaches the tests.
set -euo pipefail

# Always the same folder, with SwiftPM's own cache left in it: SwiftPM compiles the manifests of all
# packages anew when a variable has another value or its cache is gone.
folder="$(cd "$(dirname "$0")/.." && pwd)/build/test-environment"
clean() { rm -rf "$folder/data" "$folder/config" "$folder/cache/candor"; }
clean
trap clean EXIT
unset CANDOR_CONFIG HIREFLIX_API_KEY INSTAVIEW_API_KEY INTERVIEWRELAY_API_KEY ASHBY_API_KEY
export XDG_DATA_HOME="$folder/data" XDG_CONFIG_HOME="$folder/config" XDG_CACHE_HOME="$folder/cache"
if [ -z "${CANDOR_CONFORMANCE_DATA:-}" ]; then
  echo "note: CANDOR_CONFORMANCE_DATA is not set; the public conformance suites are skipped"
fi
"$@"
