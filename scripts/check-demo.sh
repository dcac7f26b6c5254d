#!/usr/bin/env bash
# Runs `make demo` and checks what it prints: who has to be flagged is, who is dull is not.
set -euo pipefail
cd "$(dirname "$0")/.."

log="$(mktemp)"
trap 'rm -f "$log"' EXIT
make demo 2>&1 | tee "$log"

failures=0
checked=0
while IFS=, read -r interview outcome _; do
  [ "$interview" = interview ] && continue
  word="${outcome/not-assessable/not assessable}"
  checked=$((checked + 1))
  if ! grep -Eiq "^ ?[!?=]* ?$word +hireflix/$interview( |\$)" "$log"; then
    echo "error: expected $interview to be $outcome" >&2
    failures=$((failures + 1))
  fi
done < <(tr -d '\r' <datasets/demo/expected.csv)
if grep -q $'\x1b' "$log"; then
  echo "error: an escape character reached the output" >&2
  failures=$((failures + 1))
fi
[ "$checked" -ge 25 ] || { echo "error: expected at least 25 demonstration interviews" >&2; exit 1; }
[ "$failures" -eq 0 ] || exit 1
echo "demo: $checked interviews came out as expected"
