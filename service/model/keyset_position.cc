#include "service/model/keyset_position.h"

namespace backlinks {

int64_t CountOf(const RowIdentities& rows) {
  int64_t count = 0;
  for (const auto& [identity, copies] : rows) count += copies;
  return count;
}

bool TakeOne(RowIdentities& rows, uint64_t identity) {
  const auto it = rows.find(identity);
  if (it == rows.end()) return false;
  if (--it->second == 0) rows.erase(it);
  return true;
}

}  // namespace backlinks
