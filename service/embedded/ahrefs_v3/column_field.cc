#include "service/embedded/ahrefs_v3/column_field.h"

#include <array>

namespace backlinks::embedded::ahrefs_v3 {
namespace {

// prev_visited has no field.
constexpr auto kColumnFields = std::to_array<V3ColumnField>({
    {"url_from", "url_from"},
    {"url_to", "url_to"},
    {"ahrefs_rank", "url_rating_source"},
    {"domain_rating", "domain_rating_source"},
    {"ahrefs_top", "ahrefs_rank_target"},
    {"ip_from", "ip_source"},
    {"links_internal", "links_internal"},
    {"links_external", "links_external"},
    {"page_size", "page_size"},
    {"encoding", "encoding"},
    {"language", "languages"},
    {"title", "title"},
    {"first_seen", "first_seen_link"},
    {"last_visited", "last_visited"},
    {"original", "discovered_status"},
    {"link_type", "link_type"},
    {"redirect", "redirect_code"},
    {"nofollow", "is_nofollow"},
    {"alt", "alt"},
    {"anchor", "anchor"},
    {"text_pre", "snippet_left"},
    {"text_post", "snippet_right"},
    {"http_code", "http_code"},
    {"url_from_first_seen", "first_seen"},
});

}  // namespace

std::span<const V3ColumnField> V3ColumnFields() { return kColumnFields; }

std::string_view ColumnOfV3Field(std::string_view field) {
  for (const V3ColumnField& pair : kColumnFields) {
    if (pair.field == field) return pair.column;
  }
  return "";
}

}  // namespace backlinks::embedded::ahrefs_v3
