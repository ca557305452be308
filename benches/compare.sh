#!/usr/bin/env bash
# capeprep against other programs on one question and one file, in interleaved rounds.
#
#   benches/compare.sh [ENTRIES] [ROUNDS]     default: 1,145,000 entries (2 GB), 5 rounds
#   benches/compare.sh --smoke                the harness itself, on a tiny file and without network
#   benches/compare.sh --help                 all options
#
# Needs Python 3.11, network for pip (not with --smoke) and about three times the file's size under
# TMPDIR. benches/README.md says how to read what it writes.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
profile=release
for argument in "$@"; do
  # The tests build these too, so the check costs little more than its run.
  if [ "$argument" = --smoke ]; then profile=dev; fi
done
cargo build --quiet --locked --profile "$profile" --bins --examples
if [ "$profile" = dev ]; then folder=debug; else folder=release; fi
# No compiled leftovers beside the scripts.
export PYTHONDONTWRITEBYTECODE=1
exec python3 benches/compare/compare.py --bin "$target/$folder" "$@"
