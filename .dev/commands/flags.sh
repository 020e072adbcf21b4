# shellcheck shell=bash
# Writes what is made of the declarations of the server's flags: the table in
# docs/configuration.md, and in the chart the schema and comments of `config`.
command_flags() {
  need_programs backlinks-server
  python3 "$root/.dev/flag_pages.py" "$bin/backlinks-server" --write
}
