#!/usr/bin/env bash
# Prints the file that says how a training run goes through `candor`; see Package.swift, CANDOR_PROFILE.
# Where it is missing for the sources as they are, it is made: by a build that counts, and a run of that.
#
# usage: profile.sh BUILD-COMMAND...
set -euo pipefail
cd "$(dirname "$0")/.."

folder="$PWD/build/profile"
mkdir -p "$folder"
sources="$({ swift --version 2>/dev/null
  find Package.swift Sources Plugins rules datasets Benchmarks/peer scripts/profile.sh \
    -type f -not -path '*/__pycache__/*' -print0 \
    | LC_ALL=C sort --zero-terminated | xargs --null sha256sum; } | sha256sum | cut -c 1-16)"
profile="$folder/$sources.profdata"
if [ -s "$profile" ]; then
  echo "$profile"
  exit
fi

# Everything else that is said is no result.
exec 3>&1 1>&2
tools="$(dirname "$(readlink -f "$(command -v swift)")")"
[ -x "$tools/llvm-profdata" ] || {
  echo "error: $tools/llvm-profdata is missing; build without a profile: PROFILED=no" >&2
  exit 1
}
scripts/install-packages.sh python3

echo "building a binary that counts how it is gone through ..."
CANDOR_PROFILE=generate "$@" --product candor
candor="$(CANDOR_PROFILE=generate "$@" --show-bin-path)/candor"

echo "training it ..."
work="$(mktemp -d "$folder/training.XXXXXX")"
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1
python3 Benchmarks/peer/location.py "$work"
# Of another seed than what is measured: the profile is of such interviews, not of those very ones.
python3 Benchmarks/peer/generate.py "$work" 20000 0 1 >"$work/interviews.ndjson"
head -n 1 "$work/interviews.ndjson" >"$work/one.ndjson"
unset "${!CANDOR_@}"
export XDG_DATA_HOME="$work/none" XDG_CONFIG_HOME="$work/none"
runs=0
train() {
  runs=$((runs + 1))
  LLVM_PROFILE_FILE="$work/$runs.profraw" "$candor" analyze --format ndjson --quiet \
    --geoip "$work/city.mmdb" --geoip "$work/asn.mmdb" --reference-date 2026-03-20 "$@" >"$work/output"
  [ -s "$work/output" ] && [ -s "$work/$runs.profraw" ] || {
    echo "error: the training run left nothing" >&2
    exit 1
  }
}
for _ in 1 2 3; do train --jobs 1 --only flagged --fields outcome,findings "$work/interviews.ndjson"; done
train --jobs 1 --fields outcome,findings "$work/interviews.ndjson"
train --jobs 2 "$work/interviews.ndjson"
train --jobs 2 --links --only flagged "$work/interviews.ndjson"
train --jobs 1 "$work/one.ndjson"
"$tools/llvm-profdata" merge --output "$work/merged" "$work"/*.profraw
# Of earlier sources.
rm -f "$folder"/*.profdata
mv "$work/merged" "$profile"
echo "$profile" >&3
