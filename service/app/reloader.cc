#include "service/app/reloader.h"

#include <string_view>

#include "fmt/format.h"
#include "fmt/ranges.h"

namespace backlinks::app {

void Reloader::Add(std::string name, std::function<absl::Status()> reload) {
  parts_.push_back({std::move(name), std::move(reload)});
}

void Reloader::Reload() {
  std::vector<std::string_view> reloaded;
  for (const Part& part : parts_) {
    const absl::Status status = part.reload();
    if (status.ok()) {
      reloaded.push_back(part.name);
      continue;
    }
    log_.Log(telemetry::LogLevel::kError, "cannot reload",
             {{"part", part.name}, {"error", std::string(status.message())}});
  }
  log_.Log(telemetry::LogLevel::kInfo, "reloaded",
           {{"parts", reloaded.empty()
                          ? "none"
                          : fmt::format("{}", fmt::join(reloaded, ", "))}});
}

}  // namespace backlinks::app
