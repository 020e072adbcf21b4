#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>

#include "client/cpp/cli/commands.h"
#include "client/cpp/cli/error_text.h"
#include "fmt/format.h"

namespace backlinks {
namespace {

constexpr int kDefaultWidth = 80;
constexpr auto kProgressPause = std::chrono::milliseconds(100);
constexpr std::string_view kEraseLine = "\r\x1b[K";

int TerminalWidth() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  const char* const columns = std::getenv("COLUMNS");
  const int width = columns == nullptr ? 0 : std::atoi(columns);
  return width > 0 ? width : kDefaultWidth;
}

int FailUsage(const absl::Status& status) {
  fmt::print(stderr, "backlinks: {}\n", std::string(status.message()));
  return kExitUsage;
}

// One line on stderr that says how far the stream has come. Nothing if stderr
// is no terminal, or if the rows go to a terminal, where one sees them.
class Progress {
 public:
  Progress() : visible_(isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO)) {}
  ~Progress() { Erase(); }

  void Show(int64_t rows) {
    const auto now = std::chrono::steady_clock::now();
    if (!visible_ || now - shown_ < kProgressPause) return;
    shown_ = now;
    fmt::print(stderr, "{}{} rows", kEraseLine, rows);
  }

  void Erase() {
    if (visible_ && shown_.time_since_epoch().count() != 0) {
      fmt::print(stderr, "{}", kEraseLine);
    }
  }

 private:
  const bool visible_;
  std::chrono::steady_clock::time_point shown_;
};

// Cancels the stream on SIGINT, as long as it lives.
class Interrupter {
 public:
  explicit Interrupter(RefpageStream& stream)
      : thread_([this, &stream] {
          sigset_t signals;
          sigemptyset(&signals);
          sigaddset(&signals, SIGINT);
          const timespec pause{0, 50'000'000};
          while (!done_) {
            if (sigtimedwait(&signals, nullptr, &pause) != SIGINT) continue;
            interrupted_ = true;
            stream.Cancel();
          }
        }) {}
  ~Interrupter() {
    done_ = true;
    thread_.join();
  }
  bool interrupted() const { return interrupted_; }

 private:
  std::atomic<bool> done_ = false;
  std::atomic<bool> interrupted_ = false;
  std::thread thread_;
};

// False: nobody reads any more.
bool Put(const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
         std::fflush(stdout) == 0;
}

std::string SummaryText(const v1::StreamSummary& summary, int64_t rows) {
  std::string end = v1::EndReason_Name(summary.end_reason());
  end.erase(0, sizeof("END_REASON_") - 1);
  const v1::Price& price = summary.computed_price();
  return fmt::format(
      "{} rows, {} upstream calls, price {}.{:03} {}, ended by {}", rows,
      summary.upstream_call_count(), price.milli_amount() / 1000,
      price.milli_amount() % 1000,
      price.unit() == v1::PRICE_UNIT_API_UNITS ? "API units" : "rows", end);
}

// Whether all of it could be written.
bool Pump(RefpageStream& stream, const RowWriter& writer, int64_t& rows) {
  Progress progress;
  bool ok = Put(writer.Head());
  std::string text;
  while (ok) {
    const v1::StreamRefpagesResponse* message = stream.NextMessage();
    if (message == nullptr) break;
    text.clear();
    for (const v1::Refpage& row : message->refpages()) {
      writer.AppendRow(row, text);
    }
    rows += message->refpages_size();
    ok = Put(text);
    progress.Show(rows);
  }
  return ok;
}

int Report(RefpageStream& stream, int64_t rows, const std::string& note) {
  const absl::Status status = stream.Finish();
  if (!status.ok()) {
    fmt::print(stderr, "{}", ErrorText(status));
    if (rows > 0) fmt::print(stderr, "  after {} rows\n", rows);
    if (!stream.resume_token().empty()) {
      fmt::print(stderr, "  resume token: {}\n", stream.resume_token());
    }
    return kExitFailed;
  }
  if (isatty(STDERR_FILENO) && stream.summary()) {
    fmt::print(stderr, "{}\n", SummaryText(*stream.summary(), rows));
    if (!note.empty()) fmt::print(stderr, "{}\n", note);
  }
  return kExitDone;
}

std::unique_ptr<RowWriter> MakeWriter(const std::string& format,
                                      const ColumnList& columns) {
  if (format == "csv") return MakeCsvWriter(columns);
  if (format == "table") return MakeTableWriter(columns, TerminalWidth());
  return MakeJsonlWriter();
}

}  // namespace

int RunStream(const StreamArguments& arguments) {
  std::string format = arguments.format;
  if (format == "auto") format = isatty(STDOUT_FILENO) ? "table" : "jsonl";
  const auto columns = SelectedColumns(arguments, format == "table");
  if (!columns.ok()) return FailUsage(columns.status());
  const auto request = MakeStreamRequest(arguments, *columns);
  if (!request.ok()) return FailUsage(request.status());
  const auto writer = MakeWriter(format, *columns);

  Client client(arguments.client);
  RefpageStream stream = client.StreamRefpages(
      *request, arguments.timeout_seconds > 0
                    ? absl::Seconds(arguments.timeout_seconds)
                    : absl::InfiniteDuration());
  const Interrupter interrupter(stream);
  int64_t rows = 0;
  // Whoever reads no more (`| head`) has what they wanted.
  if (!Pump(stream, *writer, rows)) return kExitDone;
  const int exit = Report(stream, rows, writer->Note());
  return interrupter.interrupted() ? kExitInterrupted : exit;
}

}  // namespace backlinks
