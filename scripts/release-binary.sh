#!/usr/bin/env bash
# Prints where `make release` put the binary.
set -euo pipefail
cd "$(dirname "$0")/.."
echo ".build/release/candor"
