#include <memory>

#include "gtest/gtest.h"
#include "tests/state/conformance/state_conformance.h"
#include "tests/support/state/sqlite_backend.h"

namespace backlinks::state::testing_state {
namespace {

const BackendParam kBackends[] = {
    {"Memory", [] { return std::make_unique<MemoryBackend>(); }},
    {"File", [] { return std::make_unique<FileBackend>(); }},
};

INSTANTIATE_TEST_SUITE_P(Sqlite, StateConformanceTest,
                         testing::ValuesIn(kBackends), BackendParam::Name);
INSTANTIATE_TEST_SUITE_P(Sqlite, ClockConformanceTest,
                         testing::ValuesIn(kBackends), BackendParam::Name);

}  // namespace
}  // namespace backlinks::state::testing_state
