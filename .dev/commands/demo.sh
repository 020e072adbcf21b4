# shellcheck shell=bash
# Three queries with filters against the sample rows, and what each cost.

# ask TITLE ARGUMENT...: one query through the command line client.
ask() {
  printf '\n== %s\n' "$1"
  shift
  printf '$ backlinks stream'
  local word
  for word in "$@"; do
    [[ "$word" =~ ^[A-Za-z0-9_.,:/-]+$ ]] || word="${word@Q}"
    printf ' %s' "$word"
  done
  printf '\n'
  # Without a terminal on stderr it prints no progress and no summary.
  "$bin/backlinks" stream --server "$address" --format table "$@" 2>"$demo_dir/err" ||
    die "$(cat "$demo_dir/err")"
  price_of_last_call
}

# The server's log line of a call says what the upstream charged for it. It is
# written when the server is done with the call, which may be after the client.
price_of_last_call() {
  asked=$((asked + 1))
  local tries=0
  until [ "$(grep -c '"event":"call"' "$server_log")" -ge "$asked" ]; do
    tries=$((tries + 1))
    [ "$tries" -le 100 ] || { echo "(no price in the log)"; return; }
    sleep 0.05
  done
  grep '"event":"call"' "$server_log" | tail -n 1 | python3 -c '
import json, sys
call = json.loads(sys.stdin.read())
print("{rows} rows in {duration_ms} ms, {upstream_calls} upstream request(s);"
      " price: {price} rows of the upstream\x27s".format(**call))'
}

stop_server() {
  [ -z "${server:-}" ] || { kill "$server" && wait "$server"; } 2>/dev/null || true
  rm -rf "$demo_dir"
}

command_demo() {
  need_programs
  demo_dir="$(mktemp -d)"
  server_log="$demo_dir/log"
  asked=0
  trap stop_server EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  start_server "$demo_dir"
  say "backlinks-server is ready at $address"
  ask "the strongest pages in English that link to github.com" github.com \
    --where 'language = "en" AND ahrefs_rank >= 20 AND NOT nofollow' \
    --order-by ahrefs_rank:desc --select ahrefs_rank,url_from,anchor --limit 5
  ask "who links to en.wikipedia.org and says how" en.wikipedia.org \
    --where 'text_pre:"algorithm" AND links_external < 200' \
    --order-by links_external,url_from --limit 5 \
    --select links_external,anchor,url_to
  ask "Japanese pages about systems that link to ja.wikipedia.org" \
    ja.wikipedia.org --where 'title:"システム" AND NOT anchor = ""' \
    --order-by first_seen:desc --select first_seen,title,anchor --limit 5
}
