#!/usr/bin/env bash
# Checks that each target of Package.swift imports what it declares; that it declares what it imports is
# checked by the build. Reads only the text: the manifest names product and module alike everywhere.
set -euo pipefail
cd "$(dirname "$0")/.."

# One target a line, without what stands behind it.
targets="$(tr '\n' ' ' <Package.swift \
  | sed -E 's/\.(target|executableTarget|testTarget|plugin|systemLibrary)\(/\n&/g' \
  | grep -E '^\.(target|executableTarget|testTarget)\(')"
executables="$(grep '^\.executableTarget(' <<<"$targets" | sed -E 's/^[^"]*"([^"]+)".*/\1/')"

failures=0
checked=0
while IFS= read -r target; do
  name="$(sed -E 's/^[^"]*"([^"]+)".*/\1/' <<<"$target")"
  folder="$(sed -nE 's/.* path: "([^"]+)".*/\1/p' <<<"$target")"
  if [ -z "$folder" ]; then
    [[ "$target" = .testTarget* ]] && folder="Tests/$name" || folder="Sources/$name"
  fi
  [ -d "$folder" ] || { echo "error: expected the sources of $name in $folder" >&2; exit 1; }
  imports="$(grep -rhE --include='*.swift' '^((@[A-Za-z_]+|[a-z]+) )*import ' "$folder" \
    | sed -E 's/.*import ([a-z]+ )?([A-Za-z0-9_]+).*/\2/' | sort -u || true)"
  declared="$(sed -nE 's/^[^[]*dependencies: \[([^]]*)\].*/\1/p' <<<"$target" \
    | sed -E 's/package: "[^"]+"//g' | grep -oE '"[^"]+"' | tr -d '"' || true)"
  for dependency in $declared; do
    checked=$((checked + 1))
    grep -qxF "$dependency" <<<"$imports" && continue
    # The tests of an executable run it.
    grep -qxF "$dependency" <<<"$executables" && continue
    echo "error: $name declares $dependency and imports it nowhere in $folder" >&2
    failures=$((failures + 1))
  done
done <<<"$targets"
[ "$checked" -ge 50 ] || { echo "error: expected at least 50 dependencies, found $checked" >&2; exit 1; }
[ "$failures" -eq 0 ] || exit 1
echo "dependencies: all $checked that targets declare are imported"
