#!/usr/bin/env bash
# What an Excel workbook costs to analyze against a bare walk over its cells, and against the same
# rows as CSV.
#
#   benches/workbook.sh [ROWS] [ROUNDS]     default: 300,000 rows, 3 rounds
#
# The texts of the workbook stand in its cells (as report tools write them) or in the list that all
# cells share (as Excel writes them); both are measured. Needs Python 3.11 and about 1 GB under
# TMPDIR.
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-300000}
rounds=${2:-3}
cargo build --quiet --locked --release --bins --examples
bin="${CARGO_TARGET_DIR:-target}/release"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# An entry has three rows and more.
"$bin/capeprep" sample --entries $((rows / 3)) --seed 7 --no-progress --out "$dir/all.csv" 2>/dev/null
head -n $((rows + 1)) "$dir/all.csv" >"$dir/rows.csv"
rm "$dir/all.csv"
for texts in inline shared; do
  "$bin/examples/write_workbook" "$dir/rows.csv" "$dir/$texts.xlsx" "$rows" "$texts"
done

# Wall seconds and peak MB of a command.
measured() {
  python3 -I -S benches/compare/measure.py "$dir/took" "$@" >/dev/null
  awk '{ printf "%.3f %.0f", $1, $4 / 1000000 }' "$dir/took"
}

median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

echo "| workbook | MB | walk, s | analyze, s | ratio | peak, MB |"
echo "|---|---:|---:|---:|---:|---:|"
for input in inline.xlsx shared.xlsx rows.csv; do
  for _ in $(seq "$rounds"); do
    if [ "$input" != rows.csv ]; then
      measured "$bin/examples/walk_cells" "$dir/$input" >>"$dir/$input.walk" && echo >>"$dir/$input.walk"
    fi
    measured "$bin/capeprep" analyze "$dir/$input" --as-of 2026-05-15 --quiet --force \
      --only json --out "$dir/out" >>"$dir/$input.run" && echo >>"$dir/$input.run"
  done
  walk=
  if [ -f "$dir/$input.walk" ]; then walk=$(median <"$dir/$input.walk"); fi
  run=$(median <"$dir/$input.run")
  peak=$(cut -d' ' -f2 "$dir/$input.run" | sort -n | tail -1)
  size=$(($(wc -c <"$dir/$input") / 1000000))
  ratio=$(awk -v run="$run" -v walk="${walk:-0}" 'BEGIN { if (walk > 0) printf "%.2f", run / walk }')
  echo "| $input | $size | $walk | $run | $ratio | $peak |"
done
