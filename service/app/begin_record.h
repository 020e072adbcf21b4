// What a call's record holds from the first moment on: the method, who calls,
// and when.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_APP_BEGIN_RECORD_H_
#define BACKLINKS_SERVICE_APP_BEGIN_RECORD_H_

#include <string_view>

#include "grpcpp/server_context.h"
#include "service/model/call_record.h"

namespace backlinks {

CallRecord BeginRecord(const grpc::CallbackServerContext& context,
                       std::string_view method);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_APP_BEGIN_RECORD_H_
