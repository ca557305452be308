#!/usr/bin/env bash
# Looks at the reports as people do: opens report.html in Chromium at a desk, on a phone, in the
# dark, on paper and without scripts, sorts and searches it, and walks its figures.
#
#   ci/look.sh [PROGRAM]     default: the release build
#   ci/look.sh --install     only what it needs
#
# Pictures go to target/look. What is missing is installed where CI is set, and only there; elsewhere
# this is then left out with a word.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
program=${1:-$target/release/capeprep}

cannot() {
  echo "look: $1" >&2
  if [ -n "${CI:-}" ]; then exit 1; fi
  echo "look: not run" >&2
  exit 0
}

if [ "$program" != --install ] && ! [ -x "$program" ]; then
  echo "look: no program at $program: build it first (cargo build --release)" >&2
  exit 1
fi
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
  cannot "needs Python 3.9 or newer"

# Packages by the command or file that shows them to be there.
missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v soffice >/dev/null || missing+=(libreoffice-calc)
command -v pdftoppm >/dev/null || missing+=(poppler-utils)
if ! command -v fc-list >/dev/null || [ -z "$(fc-list :lang=en)" ]; then
  missing+=(fontconfig fonts-dejavu-core)
fi
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
  [ -n "${CI:-}" ] || cannot "needs ${missing[*]}"
  command -v apt-get >/dev/null || cannot "needs ${missing[*]}, and there is no apt-get to install them"
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || cannot "needs ${missing[*]}, and may not install them"
    as_root=(sudo -n)
  fi
  echo "look: installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  {
    "${as_root[@]}" apt-get update -qq &&
      "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
  } >/dev/null || cannot "could not install ${missing[*]}"
fi

# The wheel holds all that drives a browser; the browser is the system's.
playwright=1.65.2
python=$target/look-python-$playwright
if ! "$python/bin/python" -c 'import playwright' 2>/dev/null; then
  rm -rf "$python"
  python3 -m venv "$python"
  "$python/bin/pip" install --quiet --disable-pip-version-check "playwright==$playwright" ||
    cannot "could not install playwright"
fi
if [ "$program" = --install ]; then exit 0; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# No compiled leftovers beside the scripts.
export PYTHONDONTWRITEBYTECODE=1
"$python/bin/python" ci/look.py \
  --program "$program" --chromium "$(command -v chromium)" --work "$work" --pictures "$target/look"
