# shellcheck shell=bash
# Everything that ./dev test needs on a new machine before it builds. Parts that
# need more (Go programs, images) get it when their turn comes.
need_test_tools() {
  need_packages build cli unit text clang test tools
  need_googleapis
  need_buf
  need_grpcurl
}
