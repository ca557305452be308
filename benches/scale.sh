#!/usr/bin/env bash
# What a row costs and how much memory is taken as the file grows: 0.5, 1, 2 and 4 GB.
#
#   benches/scale.sh [ROUNDS]       default: 3 rounds a size
#   benches/scale.sh --help         all options
#
# Needs Python 3.11 and about 8 GB under TMPDIR.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --quiet --locked --release --bins --examples
# No compiled leftovers beside the scripts.
export PYTHONDONTWRITEBYTECODE=1
exec python3 benches/compare/scale.py --bin "${CARGO_TARGET_DIR:-target}/release" "$@"
