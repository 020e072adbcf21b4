#include "tests/support/random_query.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace backlinks::testing_support {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

constexpr int64_t kDay = int64_t{24} * 60 * 60;
constexpr int64_t kFirstDay = 15'000;  // Days since 1970.

std::string RandomText(RandomSource& random) {
  static const std::vector<std::string> texts = {"a",
                                                 "A",
                                                 "seo",
                                                 "SEO tools",
                                                 "x\"y",
                                                 "it's",
                                                 "back\\slash",
                                                 "a,b",
                                                 "日本語 検索",
                                                 "検索",
                                                 "Straße",
                                                 std::string("a\0b", 3),
                                                 "%26&=#",
                                                 "3.14",
                                                 "word(a,\"b\")",
                                                 "two\nlines",
                                                 "20",
                                                 "true",
                                                 "é",
                                                 "İSTANBUL ı",
                                                 "i",
                                                 "Σίσυφος",
                                                 "ς",
                                                 "\u212Aelvin",
                                                 "K"};
  return random.Pick(texts);
}

std::string RandomRegex(RandomSource& random) {
  static const std::vector<std::string> regexes = {
      "(a|検)+", "^[aeiou]", "S$",     R"(\bseo\b)",
      "(?s)o.l", "^$",       "[^ -~]", "k"};
  return random.Pick(regexes);
}

std::string RandomUrl(RandomSource& random) {
  static const std::vector<std::string> urls = {
      "https://example.com/",
      "http://www.Example.com/a?b=c#d",
      "https://sub.example.com:8080/x",
      "https://notexample.com/",
      "https://example.org",
      "https://例え.jp/パス",
      "https://example.com.evil.org/",
      "https://user:p@ss@Example.COM.:443/?q=a@b.jp",
      "http://[2001:DB8::1]:8080/",
      "https://ÉCOLE.jp",
      "https://xn--cole-9oa.jp/a",
      "https://e\u0301cole。jp/b",
      "https://XN--R8JZ45G.jp/",
      "https://exam\u00ADple.com/",
      "https://\u2665.example.com/",
      "www.example.com/http://example.org/",
      "not a url"};
  return random.Pick(urls);
}

std::string RandomHost(RandomSource& random) {
  static const std::vector<std::string> hosts = {
      "example.com",   "EXAMPLE.com", "www.example.com.",
      "org",           "jp",          "école.JP",
      "[2001:db8::1]", "例え.jp",     "xn--cole-9oa.jp"};
  return random.Pick(hosts);
}

int64_t RandomNumber(RandomSource& random) {
  static const std::vector<int64_t> numbers = {
      -5,
      0,
      1,
      2,
      20,
      21,
      301,
      std::numeric_limits<int64_t>::min(),
      std::numeric_limits<int64_t>::max()};
  return random.Pick(numbers);
}

Timestamp RandomTime(RandomSource& random, int odd_percent) {
  Timestamp time;
  time.set_seconds((kFirstDay + random.Below(4)) * kDay);
  if (random.Percent(odd_percent)) {
    // Just after midnight, by a nanosecond or a second; or anywhen.
    if (random.Percent(50)) time.set_nanos(1);
    if (random.Percent(50)) {
      time.set_seconds(time.seconds() +
                       (random.Percent(50) ? 1 : random.Below(kDay)));
    }
  }
  return time;
}

v1::LinkType RandomLinkType(RandomSource& random) {
  return static_cast<v1::LinkType>(1 + random.Below(7));
}

const v1::ColumnFacts& FactsOf(const FieldDescriptor& column) {
  return column.options().GetExtension(v1::column);
}

const FieldDescriptor& RandomColumn(RandomSource& random,
                                    const FilterOptions& options) {
  while (true) {
    const auto& column = *v1::Refpage::descriptor()->FindFieldByNumber(
        options.columns.empty() ? static_cast<int>(1 + random.Below(25))
                                : random.Pick(options.columns));
    const v1::ColumnFacts& facts = FactsOf(column);
    if (options.having ? facts.having() : facts.where()) return column;
  }
}

class FilterMaker {
 public:
  FilterMaker(RandomSource& random, const FilterOptions& options)
      : random_(random), options_(options) {}

  v1::Filter Make(int depth) {
    v1::Filter filter;
    const int64_t kind = depth <= 1 ? 9 : random_.Below(10);
    if (kind < 3) {
      FillGroup(random_.Percent(options_.or_percent)
                    ? *filter.mutable_or_group()
                    : *filter.mutable_and_group(),
                depth);
    } else if (kind < 5) {
      *filter.mutable_not_expression() = Make(depth - 1);
    } else {
      FillPredicate(RandomColumn(random_, options_),
                    *filter.mutable_predicate());
    }
    return filter;
  }

 private:
  // Now and then of tests on one column, which may be merged.
  void FillGroup(v1::FilterGroup& group, int depth) {
    const int64_t count = 1 + random_.Below(3);
    if (random_.Percent(20)) {
      const FieldDescriptor& column = RandomColumn(random_, options_);
      for (int64_t i = 0; i <= count; ++i) {
        v1::Filter& member = *group.add_filters();
        FillPredicate(
            column,
            *(random_.Percent(25) ? *member.mutable_not_expression() : member)
                 .mutable_predicate());
      }
      return;
    }
    for (int64_t i = 0; i < count; ++i) *group.add_filters() = Make(depth - 1);
  }

  void FillPredicate(const FieldDescriptor& column, v1::Predicate& predicate) {
    const auto* arm =
        v1::Predicate::descriptor()->FindFieldByNumber(column.number());
    Message& test = *predicate.GetReflection()->MutableMessage(&predicate, arm);
    rich_ = random_.Percent(options_.rich_percent);
    if (rich_ && random_.Percent(20)) {
      const auto* unset = test.GetDescriptor()->FindFieldByName("unset");
      test.GetReflection()->SetBool(&test, unset, true);
    } else if (auto* text = dynamic_cast<v1::StringPredicate*>(&test)) {
      Fill(*text, FactsOf(column).url());
    } else if (auto* number = dynamic_cast<v1::Int64Predicate*>(&test)) {
      Fill(*number);
    } else if (auto* time = dynamic_cast<v1::TimestampPredicate*>(&test)) {
      Fill(*time->mutable_range());
    } else if (auto* boolean = dynamic_cast<v1::BoolPredicate*>(&test)) {
      boolean->set_equals(random_.Percent(50));
    } else {
      Fill(*dynamic_cast<v1::LinkTypePredicate&>(test).mutable_any_of());
    }
  }

  void Fill(v1::StringPredicate& test, bool is_url) {
    const std::string text = is_url ? RandomUrl(random_) : RandomText(random_);
    switch (rich_ ? random_.Below(8) : random_.Below(4)) {
      case 0:
        test.set_equals(random_.Percent(20) ? "" : text);
        break;
      case 1:
        test.set_contains(text);
        break;
      case 2:
        test.set_has_word(text);
        break;
      case 3:
        is_url ? test.set_subdomain_of(RandomHost(random_))
               : test.set_equals(text);
        break;
      case 4:
        test.set_starts_with(text);
        break;
      case 5:
        test.set_ends_with(text);
        break;
      case 6:
        test.set_matches(RandomRegex(random_));
        break;
      default:
        test.mutable_any_of()->add_values(text);
        for (int64_t more = random_.Below(4); more > 0; --more) {
          test.mutable_any_of()->add_values(is_url ? RandomUrl(random_)
                                                   : RandomText(random_));
        }
    }
    const bool may = !test.has_subdomain_of();
    if (may && random_.Percent(rich_ ? 40 : 10)) test.set_ignore_case(true);
  }

  void Fill(v1::Int64Predicate& test) {
    const int64_t form = random_.Below(rich_ ? 4 : 3);
    if (form == 0) return test.set_equals(RandomNumber(random_));
    if (form == 3) {
      for (int64_t count = 1 + random_.Below(5); count > 0; --count) {
        test.mutable_any_of()->add_values(RandomNumber(random_));
      }
      return;
    }
    int64_t start = RandomNumber(random_);
    int64_t end = RandomNumber(random_);
    if (start > end) std::swap(start, end);
    if (start == end) return test.set_equals(start);
    const int64_t bounds = random_.Below(3);
    if (bounds != 0) test.mutable_range()->set_start(start);
    if (bounds != 1) test.mutable_range()->set_end(end);
  }

  void Fill(v1::TimestampRange& range) {
    const int odd_percent = rich_ ? 60 : 0;
    const int64_t bounds = random_.Below(3);
    Timestamp start = RandomTime(random_, odd_percent);
    Timestamp end = RandomTime(random_, odd_percent);
    end.set_seconds(end.seconds() + 4 * kDay);
    if (bounds != 0) *range.mutable_start_time() = start;
    if (bounds != 1) *range.mutable_end_time() = end;
  }

  void Fill(v1::LinkTypeSet& set) {
    set.add_values(RandomLinkType(random_));
    if (random_.Percent(30)) set.add_values(RandomLinkType(random_));
  }

  RandomSource& random_;
  const FilterOptions& options_;
  bool rich_ = false;
};

void SetRandomCell(RandomSource& random, const FieldDescriptor& column,
                   v1::Refpage& row) {
  const auto& reflection = *row.GetReflection();
  switch (column.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&row, &column, RandomNumber(random));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&row, &column, random.Percent(50));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&row, &column, RandomLinkType(random));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      reflection.MutableMessage(&row, &column)
          ->CopyFrom(RandomTime(random, 50));
      return;
    default:
      return reflection.SetString(&row, &column,
                                  FactsOf(column).url() ? RandomUrl(random)
                                  : random.Percent(15)  ? ""
                                                        : RandomText(random));
  }
}

void FillQuery(RandomSource& random, v1::RefpagesQuery& query) {
  query.set_target(random.Percent(50) ? "example.com" : "https://例え.jp/a?b");
  query.set_mode(static_cast<v1::TargetMode>(1 + random.Below(4)));
  if (random.Percent(60)) {
    *query.mutable_where() = RandomFilter(random, {});
  }
  if (random.Percent(40)) {
    *query.mutable_having() = RandomFilter(random, {.having = true});
  }
  for (int number = 1; number <= 25; ++number) {
    const auto& column = *v1::Refpage::descriptor()->FindFieldByNumber(number);
    if (random.Percent(20)) query.mutable_read_mask()->add_paths(column.name());
    if (!random.Percent(8)) continue;
    auto& key = *query.add_order_by();
    key.set_column(column.name());
    key.set_direction(static_cast<v1::SortDirection>(random.Below(3)));
  }
}

}  // namespace

v1::Filter RandomFilter(RandomSource& random, const FilterOptions& options) {
  return FilterMaker(random, options).Make(options.max_depth);
}

v1::StreamRefpagesRequest RandomRequest(RandomSource& random) {
  v1::StreamRefpagesRequest request;
  FillQuery(random, *request.mutable_query());
  if (random.Percent(60)) {
    request.mutable_max_price()->set_milli_amount(random.Below(1'000'000));
    if (random.Percent(30)) request.set_all_rows(true);
  }
  if (!request.all_rows() && random.Percent(60)) {
    request.set_row_limit(1 + random.Below(10'000));
  }
  request.set_include_other_columns(random.Percent(20));
  return request;
}

v1::Refpage RandomRefpage(RandomSource& random, int absent_percent) {
  v1::Refpage row;
  for (int number = 1; number <= 25; ++number) {
    if (random.Percent(absent_percent)) continue;
    SetRandomCell(random, *v1::Refpage::descriptor()->FindFieldByNumber(number),
                  row);
  }
  return row;
}

}  // namespace backlinks::testing_support
