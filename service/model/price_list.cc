#include "service/model/price_list.h"

#include <map>

#include "backlinks/v1/backlinks_service.pb.h"

namespace backlinks {
namespace {

PriceList Read(const google::protobuf::EnumValueDescriptor& unit) {
  const v1::PriceFacts& facts = unit.options().GetExtension(v1::price_list);
  return {.request = facts.request_milli_amount(),
          .min_request = facts.min_request_milli_amount(),
          .row = facts.row_milli_amount(),
          .where = facts.where_milli_amount(),
          .having = facts.having_milli_amount()};
}

using PriceLists = std::map<int, PriceList>;

PriceLists ReadAll() {
  PriceLists lists;
  const auto& units = *v1::PriceUnit_descriptor();
  for (int i = 0; i < units.value_count(); ++i) {
    lists[units.value(i)->number()] = Read(*units.value(i));
  }
  return lists;
}

}  // namespace

const PriceList& PriceListIn(PriceUnit unit) {
  static const auto* const lists = new PriceLists(ReadAll());
  return lists->at(static_cast<int>(unit));
}

}  // namespace backlinks
