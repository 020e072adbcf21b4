#include "tests/chaos/breaking.h"

#include <charconv>
#include <ostream>
#include <utility>

#include "fmt/format.h"
#include "tests/support/http/compress.h"

namespace backlinks::chaos {
namespace {

size_t CutOf(std::string_view target) {
  size_t cut = 0;
  std::from_chars(target.data() + 1, target.data() + target.size(), cut);
  return cut;
}

// Makes a page once for all streams that ask for the same one after another.
class Pages {
 public:
  Pages(int64_t table_rows, Framing framing, std::string coding)
      : table_rows_(table_rows),
        framing_(framing),
        coding_(std::move(coding)) {}

  const std::string& For(const Ask& ask) {
    if (response_.empty() || ask.offset != ask_.offset ||
        ask.limit != ask_.limit || ask.columns != ask_.columns) {
      ask_ = ask;
      const std::string body = PageBody(ask, table_rows_);
      response_ = Respond(coding_.empty() ? body : testing_http::Compress(body),
                          framing_, coding_);
    }
    return response_;
  }

 private:
  const int64_t table_rows_;
  const Framing framing_;
  const std::string coding_;
  Ask ask_;
  std::string response_;
};

}  // namespace

std::ostream& operator<<(std::ostream& out, const Break& how) {
  return out << how.name;
}

std::string TargetCutAt(size_t bytes) { return fmt::format("c{}.test", bytes); }

Script BreakFirstAnswer(int64_t table_rows, const Break& how,
                        const std::string& coding) {
  return [=, broken = Pages(table_rows, how.framing, coding),
          whole = Pages(table_rows, Framing::kLength, coding)](
             const Ask& ask) mutable {
    if (ask.nth > 0) return Answer{whole.For(ask)};
    return Answer{broken.For(ask).substr(0, CutOf(ask.target)), how.end};
  };
}

std::string FirstAnswer(const std::vector<std::string>& columns, int64_t limit,
                        int64_t table_rows, const Break& how,
                        const std::string& coding) {
  const Ask ask = {.columns = columns, .limit = limit};
  return Pages(table_rows, how.framing, coding).For(ask);
}

std::vector<std::string> FlagsFor(const Break& how) {
  std::vector<std::string> flags = {"--threads", "2", "--page_rows", "10000"};
  if (how.is_silence()) {
    flags.insert(flags.end(), {"--upstream_read_timeout", "250ms",
                               "--upstream_resumes", "20"});
  }
  return flags;
}

}  // namespace backlinks::chaos
