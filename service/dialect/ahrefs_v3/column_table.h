// What API v3 calls each column, and what it charges for it. The server's only
// list of both; docs/prices.md has it for people.
//
// Source: the documentation of site-explorer/all-backlinks, which lists the
//         fields with their prices.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V3_COLUMN_TABLE_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V3_COLUMN_TABLE_H_

#include <array>
#include <string_view>

#include "backlinks/v1/refpage.pb.h"

namespace backlinks::dialect::ahrefs_v3 {

struct V3Column {
  int number = 0;          // The number of the column in the contract.
  std::string_view field;  // Empty if API v3 does not have the column.
  int units = 0;           // The price for each row, in API units.
};

// Every column, ordered by number.
inline constexpr auto kV3Columns = std::to_array<V3Column>({
    {v1::Refpage::kUrlFromFieldNumber, "url_from", 1},
    {v1::Refpage::kUrlToFieldNumber, "url_to", 1},
    {v1::Refpage::kAhrefsRankFieldNumber, "url_rating_source", 1},
    {v1::Refpage::kDomainRatingFieldNumber, "domain_rating_source", 1},
    {v1::Refpage::kAhrefsTopFieldNumber, "ahrefs_rank_target", 1},
    {v1::Refpage::kIpFromFieldNumber, "ip_source", 1},
    {v1::Refpage::kLinksInternalFieldNumber, "links_internal", 1},
    {v1::Refpage::kLinksExternalFieldNumber, "links_external", 1},
    {v1::Refpage::kPageSizeFieldNumber, "page_size", 1},
    {v1::Refpage::kEncodingFieldNumber, "encoding", 1},
    {v1::Refpage::kLanguageFieldNumber, "languages", 1},
    {v1::Refpage::kTitleFieldNumber, "title", 1},
    {v1::Refpage::kFirstSeenFieldNumber, "first_seen_link", 1},
    {v1::Refpage::kLastVisitedFieldNumber, "last_visited", 1},
    {v1::Refpage::kPrevVisitedFieldNumber, "", 0},
    {v1::Refpage::kOriginalFieldNumber, "discovered_status", 1},
    {v1::Refpage::kLinkTypeFieldNumber, "link_type", 1},
    {v1::Refpage::kRedirectFieldNumber, "redirect_code", 1},
    {v1::Refpage::kNofollowFieldNumber, "is_nofollow", 1},
    {v1::Refpage::kAltFieldNumber, "alt", 1},
    {v1::Refpage::kAnchorFieldNumber, "anchor", 1},
    {v1::Refpage::kTextPreFieldNumber, "snippet_left", 1},
    {v1::Refpage::kTextPostFieldNumber, "snippet_right", 1},
    {v1::Refpage::kHttpCodeFieldNumber, "http_code", 1},
    {v1::Refpage::kUrlFromFirstSeenFieldNumber, "first_seen", 1},
});

}  // namespace backlinks::dialect::ahrefs_v3

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V3_COLUMN_TABLE_H_
