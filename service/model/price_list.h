// What upstreams charge, read once from the options on the values of
// backlinks.v1.PriceUnit: the contract is data, and the prices are there
// alone.
//
// Threads: everything here is immutable after first use.
#ifndef BACKLINKS_SERVICE_MODEL_PRICE_LIST_H_
#define BACKLINKS_SERVICE_MODEL_PRICE_LIST_H_

#include "service/model/query.h"

namespace backlinks {

struct PriceList {
  MilliPrice request = 0;      // For every request.
  MilliPrice min_request = 0;  // A request costs no less, rows included.
  MilliPrice row = 0;          // For every row of the answer.
  MilliPrice where = 0;        // For a request with `where`.
  MilliPrice having = 0;       // For a request with `having`.
};

// All 0 for a unit that has no list.
const PriceList& PriceListIn(PriceUnit unit);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_MODEL_PRICE_LIST_H_
