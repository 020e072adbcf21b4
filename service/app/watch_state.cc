#include <string>
#include <utility>
#include <vector>

#include "boost/asio/co_spawn.hpp"
#include "boost/asio/detached.hpp"
#include "service/app/open_state.h"
#include "service/app/server_components.h"
#include "service/state/sqlite_state.h"

namespace backlinks::app {

absl::Status ServerComponents::OpenState() {
  auto opened = OpenSharedState(options);
  if (!opened.ok()) return opened.status();
  state = *std::move(opened);
  if (!options.state_location.in_memory() &&
      options.state_unavailable == config::kStateLocal) {
    auto local = state::SqliteState::Open({});
    if (!local.ok()) return local.status();
    local_state = *std::move(local);
  }
  budgets = std::make_unique<accounting::BudgetBook>(
      *state, accounting::BudgetOptions{.local = local_state.get()});
  state_watch = std::make_unique<StateWatch>(
      *state, *budgets, [this] { return CallerBudgets(); },
      StateReports{*log, metrics.state(), metrics.spending()},
      StateWatchOptions{.state = options.state_location.Redacted(),
                        .unavailable = options.state_unavailable});
  return absl::OkStatus();
}

std::vector<std::pair<std::string, CallerBudget>>
ServerComponents::CallerBudgets() {
  std::vector<std::pair<std::string, CallerBudget>> all;
  if (!callers) {
    all.emplace_back("", CallerBudget());
    return all;
  }
  for (access::Caller& caller : callers->access_control().Callers()) {
    all.emplace_back(std::move(caller.name), caller.budget);
  }
  return all;
}

void ServerComponents::WatchState() {
  boost::asio::co_spawn(workers.at(0), state_watch->Run(),
                        boost::asio::detached);
}

}  // namespace backlinks::app
