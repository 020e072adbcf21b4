#include "service/telemetry/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>

namespace backlinks::telemetry {
namespace {

using Families = std::vector<prometheus::MetricFamily>;

void Append(Families& families, const std::string& name,
            const std::string& help, prometheus::MetricType type,
            double value) {
  prometheus::ClientMetric metric;
  metric.gauge.value = value;
  metric.counter.value = value;
  families.push_back({name, help, type, {metric}});
}

struct ProcessStat {
  double cpu_ticks = 0;
  double threads = 0;
  double start_ticks = 0;  // Since the machine's boot.
  double virtual_bytes = 0;
  double resident_pages = 0;
};

// Fields of proc(5) are counted from the command's closing bracket, since a
// command may contain any character.
std::optional<ProcessStat> ReadProcessStat() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  std::istringstream rest(line.substr(line.rfind(')') + 1));
  const std::vector<std::string> fields{
      std::istream_iterator<std::string>(rest), {}};
  if (fields.size() < 22) return std::nullopt;
  return ProcessStat{.cpu_ticks = std::stod(fields[11]) + std::stod(fields[12]),
                     .threads = std::stod(fields[17]),
                     .start_ticks = std::stod(fields[19]),
                     .virtual_bytes = std::stod(fields[20]),
                     .resident_pages = std::stod(fields[21])};
}

// Seconds since 1970.
std::optional<double> ReadBootTime() {
  std::ifstream file("/proc/stat");
  std::string word;
  while (file >> word) {
    double value = 0;
    if (word == "btime" && file >> value) return value;
  }
  return std::nullopt;
}

void AppendStat(Families& families) {
  const auto stat = ReadProcessStat();
  if (!stat) return;
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  Append(families, "process_cpu_seconds_total",
         "User and system CPU time spent.", prometheus::MetricType::Counter,
         stat->cpu_ticks / ticks);
  Append(families, "process_resident_memory_bytes", "Resident memory.",
         prometheus::MetricType::Gauge, stat->resident_pages * page);
  Append(families, "process_virtual_memory_bytes", "Virtual memory.",
         prometheus::MetricType::Gauge, stat->virtual_bytes);
  Append(families, "process_threads", "Threads.", prometheus::MetricType::Gauge,
         stat->threads);
  if (const auto boot = ReadBootTime()) {
    Append(families, "process_start_time_seconds",
           "Start of the process, in seconds since 1970.",
           prometheus::MetricType::Gauge, *boot + stat->start_ticks / ticks);
  }
}

void AppendDescriptors(Families& families) {
  std::error_code failed;
  int64_t open = 0;
  for (std::filesystem::directory_iterator it("/proc/self/fd", failed), end;
       !failed && it != end; it.increment(failed)) {
    ++open;
  }
  if (!failed) {
    Append(families, "process_open_fds", "Open file descriptors.",
           prometheus::MetricType::Gauge, static_cast<double>(open));
  }
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    Append(families, "process_max_fds",
           "Maximum number of open file descriptors.",
           prometheus::MetricType::Gauge, static_cast<double>(limit.rlim_cur));
  }
}

}  // namespace

Families ProcessMetrics::Collect() const {
  Families families;
  AppendStat(families);
  AppendDescriptors(families);
  return families;
}

}  // namespace backlinks::telemetry
