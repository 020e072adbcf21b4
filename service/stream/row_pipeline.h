// Processes the new rows of a stream: tests each against the residual filter,
// and passes the ones that match to the sender.
//
// Errors:  those of the sender.
// Threads: one at a time.
#ifndef BACKLINKS_SERVICE_STREAM_ROW_PIPELINE_H_
#define BACKLINKS_SERVICE_STREAM_ROW_PIPELINE_H_

#include <cstdint>

#include "absl/status/status.h"
#include "service/evaluate/row_filter.h"
#include "service/model/query.h"
#include "service/plan/stream_position.h"
#include "service/stream/keyset_paginator.h"
#include "service/stream/response_sender.h"
#include "service/stream/stream_context.h"

namespace backlinks::stream {

// Rows tested by the residual filter so far, and those of them that passed.
struct ResidualCount {
  int64_t tested = 0;
  int64_t passed = 0;
};

class RowPipeline final : public FreshRows {
 public:
  // All must outlive the pipeline.
  RowPipeline(const StreamContext& context, plan::StreamPosition& position,
              ResponseSender& sender)
      : plan_(context.plan),
        residual_(context.residual),
        max_bytes_(context.options.max_bytes),
        position_(position),
        sender_(sender) {}

  // Whether all requested rows were delivered: further rows are ignored.
  bool Full() const override;
  absl::Status OnFresh(const Row& row) override;

  // The sum over all pages.
  const ResidualCount& residual_count() const { return residual_count_; }

 private:
  bool Passes(const Row& row);

  const Plan& plan_;
  const evaluate::RowFilter* residual_;
  const int64_t max_bytes_;
  plan::StreamPosition& position_;
  ResponseSender& sender_;
  ResidualCount residual_count_;
};

}  // namespace backlinks::stream

#endif  // BACKLINKS_SERVICE_STREAM_ROW_PIPELINE_H_
