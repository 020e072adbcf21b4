// The prices of upstreams, read from the options on the values of
// backlinks.v1.PriceUnit, which are their only definition.
//
// Threads: everything here is immutable after first use.
#ifndef BACKLINKS_SERVICE_MODEL_PRICE_LIST_H_
#define BACKLINKS_SERVICE_MODEL_PRICE_LIST_H_

#include "service/model/query.h"

namespace backlinks {

struct PriceList {
  MilliPrice request = 0;      // Per request.
  MilliPrice min_request = 0;  // Minimum of a request, rows included.
  MilliPrice row = 0;          // Per row of the response.
  MilliPrice where = 0;        // Per request with `where`.
  MilliPrice having = 0;       // Per request with `having`.
};

// The prices in this unit; all 0 if the unit has no list.
const PriceList& PriceListIn(PriceUnit unit);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_PRICE_LIST_H_
