// v3's filters: what they mean where that is easily got wrong, and what is said
// of wrong ones. That they agree with an oracle: v3_filter_oracle_test.cc.
#include "service/embedded/ahrefs_v3/filter.h"

#include <algorithm>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/embedded/ahrefs_v3/table.h"

namespace backlinks::embedded::testing_embedded {
namespace {

using Numbers = std::vector<int64_t>;

constexpr std::string_view kRows =
    R"({"page_size":1,"url_from":"https://WWW.Example.org:8080/","url_to":"https://a.example/","title":"Straße","ahrefs_rank":10,"language":"en","first_seen":"2014-01-01T00:00:00Z","original":true,"nofollow":false,"link_type":"href","alt":"","anchor":"a\u0000b"}
{"page_size":2,"url_from":"http://u@blog.example.org/x","url_to":"https://a.example/","title":"ÉCOLE Python3","ahrefs_rank":11,"language":"","first_seen":"2014-01-01T00:00:01Z","original":false,"nofollow":true,"link_type":"href","alt":"A"}
{"page_size":3,"url_to":"https://a.example/"}
)";

std::string Is(std::string_view field, std::string_view comparison) {
  return fmt::format(R"({{"field":"{}","is":{}}})", field, comparison);
}

std::string Modified(std::string_view field, std::string_view modifier,
                     std::string_view comparison) {
  return fmt::format(R"({{"field":"{}","modifier":"{}","is":{}}})", field,
                     modifier, comparison);
}

std::string ListIs(std::string_view conditions) {
  return fmt::format(R"({{"field":"languages","list_is":{}}})", conditions);
}

struct Case {
  std::string name;
  std::string filter;
  Numbers numbers;
};
class Meaning : public ::testing::TestWithParam<Case> {};

TEST_P(Meaning, ChoosesTheRows) {
  V3Table table(kRows);
  EXPECT_EQ(table.Numbers(GetParam().filter), GetParam().numbers);
  Numbers others;
  for (const int64_t number : {1, 2, 3}) {
    const auto& chosen = GetParam().numbers;
    if (std::find(chosen.begin(), chosen.end(), number) == chosen.end()) {
      others.push_back(number);
    }
  }
  EXPECT_EQ(table.Numbers(fmt::format(R"({{"not":{}}})", GetParam().filter)),
            others);
}

INSTANTIATE_TEST_SUITE_P(
    All, Meaning,
    ::testing::Values(
        Case{"neq_of_null", Is("title", R"(["neq","x"])"), {1, 2, 3}},
        Case{"lt_of_null", Is("url_rating_source", R"(["lt",11])"), {1}},
        Case{"fraction", Is("url_rating_source", R"(["gt",10.5])"), {2}},
        Case{"real_is_whole", Is("url_rating_source", R"(["eq",10.0])"), {1}},
        Case{"beyond_int64",
             Is("page_size", R"(["lt",18446744073709551615])"),
             {1, 2, 3}},
        Case{"exponent", Is("page_size", R"(["gte",0.2e1])"), {2, 3}},
        Case{"false_below_true", Is("is_nofollow", R"(["lt",true])"), {1}},
        Case{"day", Is("first_seen_link", R"(["eq","2014-01-01"])"), {1}},
        Case{"other_offset",
             Is("first_seen_link", R"(["eq","2014-01-01T02:00:01+02:00"])"),
             {2}},
        Case{"within_a_second",
             Is("first_seen_link", R"(["lt","2014-01-01T00:00:00.25Z"])"),
             {1}},
        Case{"not_empty_of_text", Is("alt", R"("empty")"), {1, 3}},
        Case{"null_of_text", Is("alt", R"("is_null")"), {3}},
        Case{"empty_of_number", Is("page_size", R"("empty")"), {}},
        Case{"empty_of_bool", Is("is_nofollow", R"("empty")"), {3}},
        Case{"empty_list", Is("languages", R"("empty")"), {3}},
        Case{"no_null_list", Is("languages", R"("is_null")"), {}},
        Case{"all_of_none",
             R"({"field":"languages","list_is":{"all":["eq","en"]}})",
             {1, 3}},
        Case{"any_of_none",
             R"({"field":"languages","list_is":{"any":["neq","en"]}})",
             {2}},
        Case{"empty_element",
             R"({"field":"languages","list_is":{"any":"empty"}})",
             {2}},
        Case{"folds_letters", Is("title", R"(["isubstring","école"])"), {2}},
        Case{"keeps_letters", Is("title", R"(["substring","école"])"), {}},
        Case{"folds_no_sharp_s", Is("title", R"(["isubstring","SS"])"), {}},
        Case{"a_digit_ends_no_word",
             Is("title", R"(["phrase_match","Python"])"),
             {}},
        Case{"folds_words",
             Is("title", R"(["iphrase_match","école PYTHON3"])"),
             {2}},
        Case{"no_empty_word", Is("title", R"(["phrase_match",""])"), {}},
        Case{"regex", Is("title", R"(["regex","^\\pL+$"])"), {1}},
        Case{"regex_minds_case", Is("title", R"(["regex","python"])"), {}},
        Case{"regex_flag", Is("title", R"(["regex","(?i)python"])"), {2}},
        Case{"nul", Is("anchor", R"(["suffix","\u0000b"])"), {1}},
        Case{"host", Is("name_source", R"(["eq","www.example.org"])"), {1}},
        Case{"below_a_host",
             Is("name_source", R"(["suffix",".example.org"])"),
             {1, 2}},
        Case{"found_at_first",
             Is("discovered_status", R"(["eq","pagefound"])"),
             {1}},
        Case{"found_later",
             Is("discovered_status", R"(["eq","linkfound"])"),
             {2}},
        Case{"text_link", Is("link_type", R"(["eq","text"])"), {1}},
        Case{"image_link", Is("link_type", R"(["eq","image"])"), {2}},
        Case{"no_href", Is("link_type", R"(["eq","href"])"), {}},
        Case{"injection", Is("title", R"(["eq","' OR 1=1 --"])"), {}},
        Case{"bool_as_number", Is("is_nofollow", R"(["eq",1])"), {2}},
        Case{"bool_as_zero", Is("is_nofollow", R"(["eq",0])"), {1}},
        Case{"time_without_offset",
             Is("first_seen_link", R"(["gt","2014-01-01T00:00:00"])"),
             {2}},
        Case{"time_after_a_blank",
             Is("first_seen_link", R"(["gt","2014-01-01 00:00:00.5"])"),
             {2}},
        Case{"one_of_several",
             ListIs(R"({"any":{"or":[["eq","de"],["eq","en"]]}})"),
             {1}},
        Case{"neither_of_several",
             ListIs(R"({"any":{"not":{"or":[["eq","de"],["eq","en"]]}}})"),
             {2}},
        Case{"several_at_once",
             ListIs(R"({"any":{"and":[["prefix","e"],["suffix","n"]]}})"),
             {1}},
        Case{"all_without_its_word",
             ListIs(R"({"or":[["eq","de"],["eq","en"]]})"),
             {1, 3}},
        Case{"all_of_one_without_its_word", ListIs(R"(["eq","en"])"), {1, 3}},
        Case{"uppercase",
             Modified("title", "uppercase", R"(["eq","ÉCOLE PYTHON3"])"),
             {2}},
        Case{"lowercase",
             Modified("title", "lowercase", R"(["prefix","école p"])"),
             {2}},
        Case{"uppercase_of_null",
             Modified("alt", "uppercase", R"("is_null")"),
             {3}},
        Case{"uppercase_of_elements",
             R"({"field":"languages","modifier":"uppercase",)"
             R"("list_is":{"any":["eq","EN"]}})",
             {1}},
        Case{"not_not",
             R"({"not":{"not":{"field":"alt","is":"is_null"}}})",
             {3}},
        Case{"one_of_a_group",
             R"({"or":[{"field":"alt","is":"is_null"}]})",
             {3}}),
    [](const auto& info) { return info.param.name; });

struct Mistake {
  std::string name;
  std::string filter;
  std::string text;  // After "bad where: ".
};
class Wrong : public ::testing::TestWithParam<Mistake> {};

TEST_P(Wrong, IsRejected) {
  const auto parsed = ahrefs_v3::ParseV3Filter(GetParam().filter);
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(parsed.status().message(), "bad where: " + GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(
    All, Wrong,
    ::testing::Values(
        Mistake{"json", "{", "incomplete JSON"},
        Mistake{"more", "{} {}", "extra data"},
        Mistake{"list", "[]", "a filter is an object"},
        Mistake{"nothing", "{}", "a filter must have exactly one member"},
        Mistake{"two", R"({"and":[],"or":[]})",
                "a filter must have exactly one member"},
        Mistake{"unknown", R"({"xor":[]})", "unknown filter 'xor'"},
        Mistake{"and_of_none", R"({"and":[]})",
                "'and' and 'or' must be a list of filters"},
        Mistake{"or_of_one", R"({"or":{"field":"alt","is":"empty"}})",
                "'and' and 'or' must be a list of filters"},
        Mistake{"not_a_list", R"({"not":[]})", "a filter is an object"},
        Mistake{"field_name", R"({"field":1,"is":"empty"})",
                "a field is named by a string"},
        Mistake{"field", Is("prev_visited", R"("empty")"),
                "unknown field 'prev_visited'"},
        Mistake{"column", Is("ahrefs_rank", R"("empty")"),
                "unknown field 'ahrefs_rank'"},
        Mistake{"no_is", R"({"field":"alt"})",
                "field 'alt' needs 'is' or 'list_is'"},
        Mistake{"is_and_more", R"({"field":"alt","is":"empty","x":1})",
                "field 'alt' needs 'is' or 'list_is'"},
        Mistake{"no_list", R"({"field":"alt","list_is":{"any":"empty"}})",
                "field 'alt' is not a list: use 'is'"},
        Mistake{"a_list", Is("languages", R"(["eq","en"])"),
                "field 'languages' is a list: use 'list_is'"},
        Mistake{"quantifier",
                R"({"field":"languages","list_is":{"none":"empty"}})",
                "list_is of field 'languages' needs 'any' or 'all'"},
        Mistake{"conditions", ListIs(R"({"any":{"or":[]}})"),
                "'and' and 'or' must be a list of conditions"},
        Mistake{"quantifier_in_quantifier",
                ListIs(R"({"any":{"all":["eq","en"]}})"),
                "list_is of field 'languages' needs 'any' or 'all'"},
        Mistake{"modifier", Modified("alt", "length", R"(["eq",1])"),
                "unknown modifier of field 'alt': it is 'uppercase' or "
                "'lowercase'"},
        Mistake{"modifier_of_number",
                Modified("page_size", "uppercase", R"(["eq",1])"),
                "modifier 'uppercase' cannot be used on field 'page_size'"},
        Mistake{"offset", Is("first_seen", R"(["gt","2014-01-01T00:00:00+"])"),
                "wrong value for field 'first_seen'"},
        Mistake{"word", Is("alt", R"("null")"),
                "unknown operator 'null' of field 'alt'"},
        Mistake{"operator", Is("alt", R"(["like","x"])"),
                "unknown operator 'like' of field 'alt'"},
        Mistake{"one_value", Is("alt", R"(["eq"])"),
                "bad comparison of field 'alt'"},
        Mistake{"two_values", Is("alt", R"(["eq","a","b"])"),
                "bad comparison of field 'alt'"},
        Mistake{"no_comparison", Is("alt", "1"),
                "bad comparison of field 'alt'"},
        Mistake{"null_value", Is("alt", R"(["eq",null])"),
                "wrong value for field 'alt'"},
        Mistake{"text_as_number", Is("page_size", R"(["eq","1"])"),
                "wrong value for field 'page_size'"},
        Mistake{"number_as_text", Is("alt", R"(["eq",1])"),
                "wrong value for field 'alt'"},
        Mistake{"number_as_bool", Is("is_nofollow", R"(["eq",2])"),
                "wrong value for field 'is_nofollow'"},
        Mistake{"date", Is("first_seen", R"(["gt","2014-13-01"])"),
                "wrong value for field 'first_seen'"},
        Mistake{"part_of_number", Is("page_size", R"(["prefix","1"])"),
                "operator 'prefix' cannot be used on field 'page_size'"},
        Mistake{"part_of_date", Is("first_seen", R"(["regex","2014"])"),
                "operator 'regex' cannot be used on field 'first_seen'"},
        Mistake{"regex", Is("alt", R"(["regex","("])"),
                "bad regex for field 'alt'"}),
    [](const auto& info) { return info.param.name; });

TEST(Fields, AreThoseThatItNames) {
  const auto parsed = ahrefs_v3::ParseV3Filter(
      R"({"or":[{"not":{"field":"alt","is":"empty"}},)"
      R"({"and":[{"field":"alt","is":"is_null"},)"
      R"({"field":"languages","list_is":{"any":["eq","en"]}}]}]})");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_THAT(parsed->fields, ::testing::UnorderedElementsAre(
                                  ahrefs_v3::FindV3Field("alt"),
                                  ahrefs_v3::FindV3Field("languages")));
}

}  // namespace
}  // namespace backlinks::embedded::testing_embedded
