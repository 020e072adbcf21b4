// The address of a collector.
#ifndef BACKLINKS_SERVICE_MODEL_OTLP_ENDPOINT_H_
#define BACKLINKS_SERVICE_MODEL_OTLP_ENDPOINT_H_

#include <string>

namespace backlinks {

struct OtlpEndpoint {
  std::string address;  // HOST:PORT
  bool tls = false;
  std::string root_certificates;  // PEM; empty for the system's roots.
};

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_OTLP_ENDPOINT_H_
