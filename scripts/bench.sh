#!/usr/bin/env bash
# Runs the benchmarks of a folder of binaries, and ends with a summary.
#
# usage: bench.sh FOLDER-OF-BINARIES [INTERVIEWS]
set -euo pipefail
cd "$(dirname "$0")/.."

bin="$1"
interviews="${2:-20000}"
out=build/bench
mkdir -p "$out"

heading() { printf '\n== %s\n' "$1"; }
heading "User agents, beside ua-parser's Rust resolver"
Benchmarks/useragents/run "$bin" | tee "$out/useragents.txt"
heading "Addresses, beside libmaxminddb"
"$bin/GeoIPBenchmark" | tee "$out/geoip.txt"
heading "Fetching from the sandbox"
"$bin/SourcesBenchmark" fetch | tee "$out/sources.txt"
heading "A store of 1,000,000 assessments"
status=0
"$bin/StoreBenchmark" | tee "$out/store.txt" || status=$?
heading "Evidence to findings, beside a script of orjson, ua-parser and maxminddb"
same=0
Benchmarks/peer/run "$bin" "$interviews" | tee "$out/peer.txt" || same=$?

heading "Summary"
grep -E '^(ratio|[0-9]+ differences)' "$out/useragents.txt" | sed 's/^/agents      /'
grep -E 'from text to facts' "$out/geoip.txt" | sed -E 's/ \(checksums.*//; s/^/addresses   /'
awk 'NR > 2 && $4 > best { best = $4 } END { printf "fetching    %d interviews/s at best\n", best }' \
  "$out/sources.txt"
sed -n -E 's/^(inserts|file|queue)/store       \1/p' "$out/store.txt"
grep -E '^(script|candor|time|start)|^  same' "$out/peer.txt" | sed 's/^ */interviews  /'
[ "$status" -eq 0 ] || echo "the store misses a limit, see above"
[ "$same" -eq 0 ] || echo "the results do not agree, see above"
exit $((status > same ? status : same))
