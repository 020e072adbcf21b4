// The methods of backlinks.v1.BacklinksService, read from its descriptor, so
// that no other list of them can be incomplete.
//
// Threads: everything here is immutable after first use.
#ifndef BACKLINKS_SERVICE_MODEL_RPC_METHOD_H_
#define BACKLINKS_SERVICE_MODEL_RPC_METHOD_H_

#include <string>
#include <string_view>
#include <vector>

namespace backlinks {

struct RpcMethod {
  std::string name;           // "StreamRefpages"
  std::string full_name;      // "backlinks.v1.BacklinksService/StreamRefpages"
  bool is_stream = false;     // It returns any number of messages.
  bool returns_rows = false;  // Its response has a field of rows.
};

// The full name of the service: "backlinks.v1.BacklinksService".
const std::string& ServiceName();

// All methods, in the order of their declaration.
const std::vector<RpcMethod>& AllMethods();

// The method with this name (not the full one), or null.
const RpcMethod* FindMethod(std::string_view name);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_RPC_METHOD_H_
