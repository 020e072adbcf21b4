// What API v2 calls each column. Its prices do not depend on the columns; see
// price.h.
//
// Source: the documentation of the table backlinks, whose names the contract
//         uses.
#ifndef BACKLINKS_SERVICE_DIALECT_AHREFS_V2_COLUMN_TABLE_H_
#define BACKLINKS_SERVICE_DIALECT_AHREFS_V2_COLUMN_TABLE_H_

#include <array>
#include <string_view>

#include "backlinks/v1/refpage.pb.h"

namespace backlinks::dialect::ahrefs_v2 {

struct V2Column {
  int number = 0;         // The number of the column in the contract.
  std::string_view name;  // Empty if API v2 does not have the column.
};

// Every column, ordered by number.
inline constexpr auto kV2Columns = std::to_array<V2Column>({
    {v1::Refpage::kUrlFromFieldNumber, "url_from"},
    {v1::Refpage::kUrlToFieldNumber, "url_to"},
    {v1::Refpage::kAhrefsRankFieldNumber, "ahrefs_rank"},
    {v1::Refpage::kDomainRatingFieldNumber, "domain_rating"},
    {v1::Refpage::kAhrefsTopFieldNumber, "ahrefs_top"},
    {v1::Refpage::kIpFromFieldNumber, "ip_from"},
    {v1::Refpage::kLinksInternalFieldNumber, "links_internal"},
    {v1::Refpage::kLinksExternalFieldNumber, "links_external"},
    {v1::Refpage::kPageSizeFieldNumber, "page_size"},
    {v1::Refpage::kEncodingFieldNumber, "encoding"},
    {v1::Refpage::kLanguageFieldNumber, "language"},
    {v1::Refpage::kTitleFieldNumber, "title"},
    {v1::Refpage::kFirstSeenFieldNumber, "first_seen"},
    {v1::Refpage::kLastVisitedFieldNumber, "last_visited"},
    {v1::Refpage::kPrevVisitedFieldNumber, "prev_visited"},
    {v1::Refpage::kOriginalFieldNumber, "original"},
    {v1::Refpage::kLinkTypeFieldNumber, "link_type"},
    {v1::Refpage::kRedirectFieldNumber, "redirect"},
    {v1::Refpage::kNofollowFieldNumber, "nofollow"},
    {v1::Refpage::kAltFieldNumber, "alt"},
    {v1::Refpage::kAnchorFieldNumber, "anchor"},
    {v1::Refpage::kTextPreFieldNumber, "text_pre"},
    {v1::Refpage::kTextPostFieldNumber, "text_post"},
    {v1::Refpage::kHttpCodeFieldNumber, "http_code"},
    {v1::Refpage::kUrlFromFirstSeenFieldNumber, "url_from_first_seen"},
});

}  // namespace backlinks::dialect::ahrefs_v2

#endif  // BACKLINKS_SERVICE_DIALECT_AHREFS_V2_COLUMN_TABLE_H_
