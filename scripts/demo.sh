#!/usr/bin/env bash
# The main job end to end: a sandbox of the platform on this machine, an audit over HTTP, a report.
set -euo pipefail
cd "$(dirname "$0")/.."

candor="$(scripts/release-binary.sh)"
folder=build/demo
mkdir -p "$folder"

if ! "$candor" data status --quiet >/dev/null 2>&1; then
  echo "building location data (once) ..."
  "$candor" data build
fi
cities="$folder/illustrative-cities.mmdb"
[ -s "$cities" ] || "$candor" data build --illustrative-cities "$cities"

ready="$folder/sandbox.json"
rm -f "$ready"
"$candor" sandbox --port 0 >"$ready" &
sandbox=$!
trap 'kill "$sandbox" 2>/dev/null; wait "$sandbox" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  [ -s "$ready" ] && break
  kill -0 "$sandbox" 2>/dev/null || { echo "error: the sandbox did not start" >&2; exit 1; }
  sleep 0.1
done
HIREFLIX_URL="$(sed -n 's/.*"hireflix":"\([^"]*\)".*/\1/p' "$ready")"
export HIREFLIX_URL HIREFLIX_API_KEY=sandbox-key
echo "auditing the sandbox at $HIREFLIX_URL"
echo

# Nothing may be lost: a loss ends an audit with 2, and the demonstration with it.
"$candor" audit hireflix --all --store "$folder/demo.sqlite" \
  --geoip "$cities" --geoip default --reference-date 2026-03-31

# The same once more as a page; what goes wrong is told all the same.
page="$folder/report.html"
"$candor" audit hireflix --all --store "$folder/demo.sqlite" --format html --output "$page" \
  --geoip "$cities" --geoip default --reference-date 2026-03-31 --quiet

cat <<END

The same as a page for a browser: $page

Next:
  candor=$candor
  \$candor doctor                              # what is installed and what is missing
  \$candor sandbox                             # the sandbox again, to play with
  \$candor analyze datasets/demo/interviews.ndjson --geoip $cities --geoip default
  \$candor inspect ua "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) ..."
  HIREFLIX_API_KEY=... \$candor audit hireflix --position ID   # your own interviews
END
