#include "client/cpp/output/cell.h"

#include <array>

#include "service/common/column/link_type_word.h"

namespace backlinks::output {
namespace {

using v1::Refpage;

Cell MakeCell(const Refpage&, std::string_view text) { return text; }
Cell MakeCell(const Refpage&, int64_t number) { return number; }
Cell MakeCell(const Refpage&, bool value) { return value; }
Cell MakeCell(const Refpage&, const google::protobuf::Timestamp& time) {
  return &time;
}
// Empty for a value that this program does not know.
Cell MakeCell(const Refpage& row, v1::LinkType type) {
  if (!row.link_type_word().empty()) return row.link_type_word();
  return LinkTypeWord(type);
}

template <auto kHas, auto kGet>
Cell Read(const Refpage& row) {
  if (!(row.*kHas)()) return {};
  return MakeCell(row, (row.*kGet)());
}

// In the order of the columns' numbers.
constexpr std::array<Cell (*)(const Refpage&), kColumnCount> kReaders = {
    Read<&Refpage::has_url_from, &Refpage::url_from>,
    Read<&Refpage::has_url_to, &Refpage::url_to>,
    Read<&Refpage::has_ahrefs_rank, &Refpage::ahrefs_rank>,
    Read<&Refpage::has_domain_rating, &Refpage::domain_rating>,
    Read<&Refpage::has_ahrefs_top, &Refpage::ahrefs_top>,
    Read<&Refpage::has_ip_from, &Refpage::ip_from>,
    Read<&Refpage::has_links_internal, &Refpage::links_internal>,
    Read<&Refpage::has_links_external, &Refpage::links_external>,
    Read<&Refpage::has_page_size, &Refpage::page_size>,
    Read<&Refpage::has_encoding, &Refpage::encoding>,
    Read<&Refpage::has_language, &Refpage::language>,
    Read<&Refpage::has_title, &Refpage::title>,
    Read<&Refpage::has_first_seen, &Refpage::first_seen>,
    Read<&Refpage::has_last_visited, &Refpage::last_visited>,
    Read<&Refpage::has_prev_visited, &Refpage::prev_visited>,
    Read<&Refpage::has_original, &Refpage::original>,
    Read<&Refpage::has_link_type, &Refpage::link_type>,
    Read<&Refpage::has_redirect, &Refpage::redirect>,
    Read<&Refpage::has_nofollow, &Refpage::nofollow>,
    Read<&Refpage::has_alt, &Refpage::alt>,
    Read<&Refpage::has_anchor, &Refpage::anchor>,
    Read<&Refpage::has_text_pre, &Refpage::text_pre>,
    Read<&Refpage::has_text_post, &Refpage::text_post>,
    Read<&Refpage::has_http_code, &Refpage::http_code>,
    Read<&Refpage::has_url_from_first_seen, &Refpage::url_from_first_seen>};

}  // namespace

Cell GetCell(const Refpage& row, const Column& column) {
  return kReaders[column.number - 1](row);
}

}  // namespace backlinks::output
