#!/usr/bin/env bash
# What tracking takes: 35,000 entries of which 10,000 are on claims, then ENTRIES all on claims.
#
#   benches/track.sh [ENTRIES]      default: 2,000,000
#
# Needs Python 3.11, GNU time, and about 2 GB under TMPDIR for the default.
set -euo pipefail
cd "$(dirname "$0")/.."
entries=${1:-2000000}
cargo build --quiet --locked --release
bin="${CARGO_TARGET_DIR:-target}/release/capeprep"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1

round() { # entries, claims
  "$bin" sample --entries "$1" --seed 11 --out "$work/export.csv" --no-progress
  "$bin" analyze "$work/export.csv" --as-of 2026-05-15 --out "$work/run" --quiet --skip xlsx,lines
  rm "$work/export.csv"
  python3 benches/compare/afterwards.py "$work/run/entries.csv" "$work/said" ${2:-}
  for skip in xlsx,html html; do
    /usr/bin/time -f "$1 entries, without $skip: %e s wall, %U s processor, %M KB" \
      "$bin" track --run "$work/run" "$work/said" --as-of 2026-08-01 --out "$work/tracked" \
      --force --quiet --skip "$skip"
  done
  rm -rf "$work"/*
}

round 35000 10000
round "$entries"
