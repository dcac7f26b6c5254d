#!/usr/bin/env bash
# The installed binary is one file that works alone: no Swift runtime, no C library of ours.
set -euo pipefail

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
make --no-print-directory install PREFIX="$folder/prefix" >/dev/null

binary="$folder/prefix/bin/candor"
extra="$(ldd "$binary" | awk '{ print $1 }' \
  | grep -Ev '^(linux-vdso\.so|/lib.*/ld-linux|libc\.so|libm\.so|libstdc\+\+\.so|libgcc_s\.so)' || true)"
if [ -n "$extra" ]; then
  echo "error: the binary needs more than libc, libm, libstdc++ and libgcc: $extra" >&2
  exit 1
fi

# In an empty folder, with an empty home: rules and tables are inside.
cp "$binary" "$folder/candor"
cd "$folder"
export HOME="$folder/home" XDG_DATA_HOME="$folder/data"
mkdir -p "$HOME"
./candor --version >/dev/null
rules="$(./candor rules list --format json | grep -o '"id"' | wc -l)"
[ "$rules" -ge 8 ] || { echo "error: expected the rule pack inside the binary, found $rules rules" >&2; exit 1; }
printf '%s\n' '{"schema":"candor.evidence/1","platform":"file","interview":{"id":"i-1"},"answers":[{"step":{"index":0},"userAgent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"},{"step":{"index":1},"userAgent":"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"}]}' \
  | ./candor analyze - --format ndjson | grep -q '"outcome":"review"' \
  || { echo "error: the copied binary did not find the switch" >&2; exit 1; }
echo "install: $(du -h "$binary" | cut -f1), needs only $(ldd "$binary" | awk '/=>/ { print $1 }' | paste -sd' ')"
