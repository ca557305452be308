#!/usr/bin/env bash
# The whole job on an invented export against `wc -l` on the same file, in interleaved rounds.
#
#   benches/against-line-count.sh [ENTRIES] [ROUNDS]      default: 1,145,000 entries (2 GB), 5 rounds
#
# Needs GNU time (/usr/bin/time), about twice the file's size on disk, and a release build.
# Prints a Markdown report: raw figures, medians, the ratio, and memory against its limit.
set -euo pipefail
cd "$(dirname "$0")/.."
entries=${1:-1145000}
rounds=${2:-5}
bin=target/release/capeprep
cargo build --release --quiet
work=$(mktemp -d "${TMPDIR:-/tmp}/capeprep-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$bin" sample --entries "$entries" --seed 7 --out "$work/export.csv" --no-progress 2>/dev/null
bytes=$(wc -c <"$work/export.csv")
rows=$(wc -l <"$work/export.csv")

figures() { # command -> "wall kilobytes"
  /usr/bin/time -o "$work/time" -f '%e %M' "$@" >/dev/null
  cat "$work/time"
}
median() { sort -n | awk '{v[NR]=$1} END {print (NR%2) ? v[(NR+1)/2] : (v[NR/2]+v[NR/2+1])/2}'; }

echo "# The whole job against a line count"
echo
echo "$bytes bytes, $rows lines, $entries entries, $(nproc) cores, capeprep $("$bin" --version | cut -d' ' -f2)"
echo
echo "| round | wc -l, s | analyze, s | peak, MB |"
echo "|---|---|---|---|"
for round in $(seq "$rounds"); do
  # Each round has a directory of its own: removing thousands of files slows the next creation.
  count=$(figures wc -l "$work/export.csv" | cut -d' ' -f1)
  job=$(figures "$bin" analyze "$work/export.csv" --as-of 2026-05-15 --out "$work/report-$round" --quiet)
  wall=${job% *}
  megabytes=$((${job#* } * 1024 / 1000000))
  echo "$count" >>"$work/count"
  echo "$wall" >>"$work/wall"
  echo "$megabytes" >>"$work/megabytes"
  echo "| $round | $count | $wall | $megabytes |"
  sync
done
count=$(median <"$work/count")
wall=$(median <"$work/wall")
peak=$(sort -n "$work/megabytes" | tail -n 1)
limit=$((300 + entries * 200 / 1000000))
echo
awk -v c="$count" -v w="$wall" -v b="$bytes" -v p="$peak" -v l="$limit" 'BEGIN {
  ratio = c > 0 ? sprintf("%.1f", w / c) : "too short to say how many"
  printf "Medians: line count %.2f s, whole job with all outputs %.2f s: **%s times** the line count, %.2f GB/s.\n", c, w, ratio, b / w / 1e9
  printf "Highest peak: %d MB; limit 300 MB + 200 bytes an entry: %d MB.\n", p, l
}'
