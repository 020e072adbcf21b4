#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>

#include "absl/time/time.h"
#include "client/cpp/cli/command_text.h"
#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/option_values.h"
#include "client/cpp/cli/price_cut.h"
#include "client/cpp/cli/query_arguments.h"
#include "client/cpp/cli/row_output.h"
#include "client/cpp/cli/summary_text.h"
#include "fmt/format.h"
#include "service/common/status/status.h"

namespace backlinks::cli {
namespace {

constexpr int64_t kDefaultLimit = 1000;

struct ListArguments {
  QueryArguments query;
  RowFormatArguments format;
  int64_t page_size = 0;  // 0 for the server's default.
  std::string page_token;
  bool all_pages = false;
  std::optional<int64_t> limit;
  std::optional<int64_t> max_price;  // For all pages together, in thousandths.
};

// Requests one page, or one after the other.
class Lister {
 public:
  Lister(const CommandContext& context, const ListArguments& arguments,
         v1::RefpagesQuery query)
      : client_(context.server.client),
        timeout_(context.server.timeout),
        arguments_(arguments),
        limit_(arguments.limit.value_or(kDefaultLimit)) {
    *request_.mutable_query() = std::move(query);
    SetCommonFields(arguments.query, request_);
    request_.set_page_token(arguments.page_token);
  }

  // Returns false if nothing more can be written. status() is that of the last
  // page.
  bool Run(RowOutput& output) {
    bool ok = true;
    do {
      Bound(output.row_count());
      const auto page = client_.ListRefpages(request_, TimeLeft());
      status_ = page.status();
      if (!status_.ok()) break;
      ok = output.WriteRows(page->refpages());
      request_.set_page_token(page->next_page_token());
      AddSummary(page->summary(), summary_);
      ++pages_;
    } while (ok && WantsMore(output.row_count()));
    // The price cap that the earlier pages used up is no error of the caller.
    if (pages_ > 0 && GetReason(status_) == Reason::kPriceCap) {
      status_ = absl::OkStatus();
      summary_.set_end_reason(v1::END_REASON_PRICE);
    }
    output.Finish(status_.ok());
    return ok;
  }

  const absl::Status& status() const { return status_; }
  const v1::StreamSummary& summary() const { return summary_; }
  // The token of the next page. Empty if there is none.
  const std::string& token() const { return request_.page_token(); }

 private:
  using Clock = std::chrono::steady_clock;

  absl::Duration TimeLeft() const {
    return timeout_ - absl::FromChrono(Clock::now() - start_);
  }

  // Limits the rows and the price of one page.
  void Bound(int64_t row_count) {
    int64_t size = arguments_.page_size;
    if (arguments_.all_pages) {
      constexpr int64_t kMax = std::numeric_limits<int32_t>::max();
      const int64_t left = std::min(limit_ - row_count, kMax);
      size = size == 0 ? left : std::min(size, left);
    }
    request_.set_page_size(static_cast<int32_t>(size));
    if (arguments_.max_price) {
      request_.mutable_max_price()->set_milli_amount(std::max<int64_t>(
          0, *arguments_.max_price - summary_.computed_price().milli_amount()));
    }
  }

  bool WantsMore(int64_t row_count) const {
    return arguments_.all_pages && !token().empty() && row_count < limit_ &&
           summary_.end_reason() != v1::END_REASON_PRICE;
  }

  Client client_;
  const absl::Duration timeout_;  // For all pages together.
  const Clock::time_point start_ = Clock::now();
  const ListArguments& arguments_;
  const int64_t limit_;
  v1::ListRefpagesRequest request_;
  v1::StreamSummary summary_;  // The total of all pages.
  absl::Status status_;
  int pages_ = 0;
};

void PrintNext(const CommandContext& context, std::string_view label,
               const std::string& token, const RowOutput& output) {
  if (token.empty()) return;
  context.console.err.Write(
      fmt::format("{}{}: {}\n", label, output.AppendRemark(),
                  ContinuedCommand(context.words, "--page-token", token,
                                   output.AppendFlag())));
}

int Run(const CommandContext& context, const ListArguments& arguments) {
  const absl::Status format = CheckRowFormat(context.console, arguments.format);
  if (!format.ok()) return FailUsage(context, format);
  const auto columns = SelectedColumns(
      arguments.query, IsTable(context.console, arguments.format.format));
  if (!columns.ok()) return FailUsage(context, columns.status());
  auto query = MakeQuery(arguments.query, *columns);
  if (!query.ok()) return FailUsage(context, query.status());
  if (!context.console.out.CheckWritable()) return kExitFailed;
  RowOutput output(context.console, arguments.format, *columns);
  Lister lister(context, arguments, *std::move(query));
  if (!lister.Run(output)) return kExitDone;
  if (!lister.status().ok()) {
    const int exit = FailCall(context, lister.status());
    PrintNext(context, "  resume with", lister.token(), output);
    return exit;
  }
  if (context.console.err.is_terminal()) {
    context.console.err.Write(
        SummaryText(lister.summary(), output.row_count(), 0) + '\n');
  }
  if (lister.summary().end_reason() == v1::END_REASON_PRICE) {
    return ReportPriceCut(context, output, "--page-token", lister.token());
  }
  PrintNext(context, "next page", lister.token(), output);
  return kExitDone;
}

}  // namespace

Command AddListCommand(CLI::App& app) {
  auto arguments = std::make_shared<ListArguments>();
  CLI::App* command = app.add_subcommand("list", "List rows page by page");
  AddQueryOptions(*command, arguments->query);
  AddRowFormatOptions(*command, arguments->format);
  AddParsedOption(
      *command, "--page-size",
      [](const std::string& text) {
        return ParseCount(text, std::numeric_limits<int32_t>::max());
      },
      arguments->page_size, "a number of rows from 1",
      "Rows per page (default 100, maximum 1000)");
  command->add_option("--page-token", arguments->page_token,
                      "Page token that a list of the same query printed");
  auto* all = command->add_flag("--all-pages", arguments->all_pages,
                                "Read page after page, up to --limit");
  AddLimitOption(*command, arguments->limit)->needs(all);
  AddMaxPriceOption(*command, arguments->max_price);
  return {command, [arguments](const CommandContext& context) {
            return Run(context, *arguments);
          }};
}

}  // namespace backlinks::cli
