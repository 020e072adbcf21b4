#include "boost/json/array.hpp"
#include "boost/json/object.hpp"
#include "boost/json/serialize.hpp"
#include "service/config/flags.h"

namespace backlinks::config {
namespace {

boost::json::object FlagObject(const Flag& flag) {
  boost::json::object object{
      {"name", flag.name},   {"environment", EnvironmentName(flag.name)},
      {"type", flag.type},   {"help", flag.help},
      {"range", flag.range}, {"default", flag.default_text}};
  if (flag.bounds.has_value()) {
    object["min"] = flag.bounds->min;
    object["max"] = flag.bounds->max;
  }
  if (!flag.words.empty()) {
    object["words"] = boost::json::array(flag.words.begin(), flag.words.end());
  }
  if (!flag.secret_variable.empty()) {
    object["secret_environment"] = flag.secret_variable;
  }
  return object;
}

}  // namespace

std::string FlagsJson() {
  std::string lines;
  for (const Flag& flag : Flags()) {
    lines += lines.empty() ? "[\n" : ",\n";
    lines += boost::json::serialize(FlagObject(flag));
  }
  return lines + "\n]\n";
}

}  // namespace backlinks::config
