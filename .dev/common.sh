# shellcheck shell=bash
# What all commands share: where things are, how to speak, how to give up.

build_root="$root/build"
bin="$build_root/release/bin"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/backlinks"
logs="$build_root/logs"
cores="$(nproc)"

say() { printf '%s\n' "$*" >&2; }

die() {
  say "dev: $*"
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# log_of NAME: prints the path of the log that quietly writes.
log_of() { printf '%s\n' "$logs/${1//[^a-zA-Z0-9]/-}.log"; }

# quietly NAME COMMAND...: runs it with its output in a log; prints the log
# (but for ninja's lines of success) only if it fails. In a subshell, so that
# the message of a `die` is in the log that is printed.
quietly() {
  local name="$1" log
  shift
  log="$(log_of "$name")"
  mkdir -p "$logs"
  if ("$@") >"$log" 2>&1 </dev/null; then return 0; fi
  say "--- $name failed; this is $log:"
  grep -vE '^\[[0-9]+/[0-9]+\] (Building|Linking|Generating) ' "$log" >&2
  return 1
}
