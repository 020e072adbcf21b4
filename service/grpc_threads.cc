// The number of threads that gRPC 1.51 polls and calls its service with.
//
// gRPC starts one for each two CPUs, from 2 to 16. What a connection sends is
// handled on one of them, as long as more arrives: on a machine of four CPUs,
// two floods would make all other calls wait until the edge closes the floods.
// There is no setting, but this function of gRPC's API, which the program's
// replaces in the shared library. Newer versions derive their threads from it,
// too.
#include <unistd.h>

#include <algorithm>

#include "grpc/support/cpu.h"

namespace {

constexpr unsigned kMinCpus = 8;  // Four threads.

}  // namespace

// Weak: with a static gRPC, the library's own is the only one.
extern "C" __attribute__((weak)) unsigned gpr_cpu_num_cores() {
  static const unsigned configured =
      static_cast<unsigned>(std::max(1L, sysconf(_SC_NPROCESSORS_CONF)));
  return std::max(configured, kMinCpus);
}
