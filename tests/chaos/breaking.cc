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

// Makes a page once for all streams that request the same one after another.
class Pages {
 public:
  Pages(int64_t table_rows, Framing framing, std::string coding)
      : table_rows_(table_rows),
        framing_(framing),
        coding_(std::move(coding)) {}

  const std::string& For(const PageRequest& page) {
    if (response_.empty() || page.offset != page_.offset ||
        page.limit != page_.limit || page.columns != page_.columns) {
      page_ = page;
      const std::string body = PageBody(page, table_rows_);
      response_ = Respond(coding_.empty() ? body : testing_http::Compress(body),
                          framing_, coding_);
    }
    return response_;
  }

 private:
  const int64_t table_rows_;
  const Framing framing_;
  const std::string coding_;
  PageRequest page_;
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
             const PageRequest& page) mutable {
    if (page.nth > 0) return Answer{whole.For(page)};
    return Answer{broken.For(page).substr(0, CutOf(page.target)), how.end};
  };
}

std::string FirstAnswer(const std::vector<std::string>& columns, int64_t limit,
                        int64_t table_rows, const Break& how,
                        const std::string& coding) {
  const PageRequest page = {.columns = columns, .limit = limit};
  return Pages(table_rows, how.framing, coding).For(page);
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
