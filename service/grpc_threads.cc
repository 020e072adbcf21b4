#include "service/grpc_threads.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "grpc/grpc.h"
#include "grpc/support/cpu.h"

namespace backlinks {
namespace {

constexpr unsigned kCpusForFourThreads = 8;

std::atomic<unsigned> min_cpus = 1;

}  // namespace

// gRPC derives the threads of its executor from the number of CPUs when it is
// initialized: those need not be more.
GrpcThreads::GrpcThreads() {
  grpc_init();
  min_cpus = kCpusForFourThreads;
}

GrpcThreads::~GrpcThreads() { grpc_shutdown(); }

}  // namespace backlinks

extern "C" __attribute__((weak)) unsigned gpr_cpu_num_cores() {
  static const unsigned configured =
      static_cast<unsigned>(std::max(1L, sysconf(_SC_NPROCESSORS_CONF)));
  return std::max(configured, backlinks::min_cpus.load());
}
