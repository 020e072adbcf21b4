// Formats the summary of a call on one line.
#ifndef BACKLINKS_CLIENT_CPP_CLI_SUMMARY_TEXT_H_
#define BACKLINKS_CLIENT_CPP_CLI_SUMMARY_TEXT_H_

#include <cstdint>
#include <string>

#include "backlinks/v1/backlinks_service.pb.h"

namespace backlinks::cli {

// `resumes` is how often this client resumed with a new call; if it is not 0,
// the summary's own prices are those of the last call.
std::string SummaryText(const v1::StreamSummary& summary, int64_t rows,
                        int resumes);

// Adds a page's summary to the total of the pages before it.
void AddSummary(const v1::StreamSummary& page, v1::StreamSummary& all);

}  // namespace backlinks::cli

#endif  // BACKLINKS_CLIENT_CPP_CLI_SUMMARY_TEXT_H_
