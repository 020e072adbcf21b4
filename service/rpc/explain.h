// Converts a plan and its cost to the response of ExplainRefpages.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_RPC_EXPLAIN_H_
#define BACKLINKS_SERVICE_RPC_EXPLAIN_H_

#include "backlinks/v1/backlinks_service.pb.h"
#include "service/dialect/dialect.h"
#include "service/model/query.h"
#include "service/plan/cost_estimate.h"

namespace backlinks::rpc {

v1::ExplainRefpagesResponse Explain(const dialect::Dialect& dialect,
                                    const Plan& plan,
                                    const plan::CostEstimate& estimate);

}  // namespace backlinks::rpc

#endif  // BACKLINKS_SERVICE_RPC_EXPLAIN_H_
