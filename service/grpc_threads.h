// The number of threads that gRPC 1.51 reads connections and calls its service
// with.
//
// gRPC starts one for each two CPUs, from 2 to 16. What a connection sends is
// handled on one of them, as long as more arrives: on a machine of four CPUs,
// two floods would make all other calls wait until the edge closes the floods.
// There is no setting, but a function of gRPC's API, which the program's
// replaces in the shared library: gpr_cpu_num_cores. Newer versions derive
// their threads from it, too. With a static gRPC the library's own is the only
// one, and nothing changes.
#ifndef BACKLINKS_SERVICE_GRPC_THREADS_H_
#define BACKLINKS_SERVICE_GRPC_THREADS_H_

namespace backlinks {

// While it exists, gRPC is initialized, and the threads that begin to read
// connections are four or more.
class GrpcThreads {
 public:
  GrpcThreads();
  ~GrpcThreads();
  GrpcThreads(const GrpcThreads&) = delete;
  GrpcThreads& operator=(const GrpcThreads&) = delete;
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_GRPC_THREADS_H_
