# shellcheck shell=bash
# A server in the background, on free ports, until the script ends.

# start_server DIR [FLAG...]: sets server and address, that of gRPC; its log is
# DIR/log.
start_server() {
  local dir="$1" tries=0
  shift
  "$bin/backlinks-server" --listen 127.0.0.1:0 --admin_listen 127.0.0.1:0 \
    "$@" >"$dir/ready" 2>"$dir/log" </dev/null &
  server=$!
  until grep -q . "$dir/ready"; do
    tries=$((tries + 1))
    if [ "$tries" -gt 600 ] || ! kill -0 "$server" 2>/dev/null; then
      cat "$dir/log" >&2
      die "the server did not start"
    fi
    sleep 0.05
  done
  read -r address < <(grep -Eo '127\.0\.0\.1:[0-9]+' "$dir/ready")
}
