# shellcheck shell=bash
# The clients of client/examples: built by their languages' own tools, and
# made to say the same. Stubs go into gen/ beside each, builds into $cache.

protoc_gen_go_version=1.36.10
protoc_gen_go_grpc_version=1.5.1

examples="$root/client/examples"
examples_python="$cache/examples-python"
examples_node="$cache/examples-node"
examples_go="$cache/examples-go"
examples_rust="$cache/examples-rust"
examples_java="$build_root/examples-java"
contract_files=(backlinks/v1/{backlinks_service,column_options,filter,refpage}.proto)
error_files=(google/rpc/{status,error_details}.proto google/api/{annotations,http}.proto)

# is_made STAMP FILE: whether STAMP is from this very FILE.
is_made() { cmp -s "$1" "$2"; }

need_rust() {
  has cargo || die "needs Rust's cargo (1.85 or later)"
}

# in_example LANGUAGE COMMAND...
in_example() { (cd "$examples/$1" && shift && "$@"); }

# generate PLACE OPTION...: protoc over proto/, into a fresh gen/.
generate() {
  rm -rf "$examples/$1/gen"
  mkdir -p "$examples/$1/gen"
  in_example "$1" "${@:2}" -I "$root/proto" -I "$googleapis_dir" \
    "${contract_files[@]}"
}

build_python_example() {
  local wanted="$examples/python/requirements.txt"
  if ! is_made "$examples_python/made-from" "$wanted"; then
    rm -rf "$examples_python"
    python3 -m venv "$examples_python" &&
      "$examples_python/bin/pip" install --quiet --disable-pip-version-check \
        --only-binary=:all: --require-hashes -r "$wanted" &&
      cp "$wanted" "$examples_python/made-from" || return 1
  fi
  generate python "$examples_python/bin/python" -m grpc_tools.protoc \
    --python_out=gen --grpc_python_out=gen
}

build_node_example() {
  local wanted="$examples/node/package-lock.json"
  if ! is_made "$examples_node/made-from" "$wanted"; then
    mkdir -p "$examples_node"
    cp "$examples/node/"package*.json "$examples_node/"
    (cd "$examples_node" && npm ci --no-audit --no-fund --ignore-scripts) &&
      cp "$wanted" "$examples_node/made-from" || return 1
  fi
  ln -sfn "$examples_node/node_modules" "$examples/node/node_modules"
  generate node protoc \
    --plugin="$examples_node/node_modules/.bin/protoc-gen-es" --es_out=gen \
    --es_opt=target=js,import_extension=js "${error_files[@]}"
}

build_go_example() {
  local file package=backlinks.example/go/gen options=()
  for file in "${contract_files[@]}"; do
    options+=("--go_opt=M$file=$package/backlinks/v1"
      "--go-grpc_opt=M$file=$package/backlinks/v1")
  done
  generate go protoc \
    --plugin="$cache/protoc-gen-go-$protoc_gen_go_version/protoc-gen-go" \
    --plugin="$cache/protoc-gen-go-grpc-$protoc_gen_go_grpc_version/protoc-gen-go-grpc" \
    --go_out=gen --go_opt="module=$package" \
    --go-grpc_out=gen --go-grpc_opt="module=$package" "${options[@]}" &&
    in_example go "$go" build -o "$examples_go/" .
}

check_go_example() {
  in_example go "$go" vet ./... &&
    [ -z "$(in_example go "$(dirname "$go")/gofmt" -l ./*.go | tee /dev/stderr)" ]
}

build_java_example() {
  in_example java mvn --quiet --batch-mode "-Dbuild.folder=$examples_java" package
}

build_rust_example() {
  in_example rust env CARGO_TARGET_DIR="$examples_rust" \
    BACKLINKS_GOOGLEAPIS_DIR="$googleapis_dir" cargo build --quiet --locked
}

need_examples() {
  need_googleapis
  need_go
  need_rust
  need_go_tool protoc-gen-go "$protoc_gen_go_version" \
    google.golang.org/protobuf/cmd/protoc-gen-go
  need_go_tool protoc-gen-go-grpc "$protoc_gen_go_grpc_version" \
    google.golang.org/grpc/cmd/protoc-gen-go-grpc
}

test_examples() {
  local language
  need_examples
  for language in python node go java rust; do
    check "build the $language example" "build_${language}_example" || return 0
  done
  check "go vet and gofmt on the example" check_go_example || true
  check "build the C++ caller" build release example_caller || return 0
  run_examples
}

# The tests speak gRPC themselves, with the packages of the Python example.
run_examples() {
  run_unittest examples tests/examples \
    PATH="$examples_python/bin:$PATH" \
    PYTHONPATH="$root/tests/e2e:$examples/python/gen" \
    EXAMPLES_PYTHON="$examples_python/bin/python3" \
    EXAMPLES_GO="$examples_go/go" EXAMPLES_JAVA="$examples_java" \
    EXAMPLES_RUST="$examples_rust/debug/backlinks-example"
}
