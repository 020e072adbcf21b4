// The JSON schema (draft 2020-12) of the callers' file.
#ifndef BACKLINKS_TESTS_ACCESS_CALLERS_SCHEMA_H_
#define BACKLINKS_TESTS_ACCESS_CALLERS_SCHEMA_H_

#include "boost/json/value.hpp"
#include "service/access/yaml_tree.h"

namespace backlinks::access::testing_access {

// Returns the schema, made of the declaration of the fields.
boost::json::value CallersSchema();

// Returns whether the schema accepts the value. Knows only the keywords that
// CallersSchema uses; any other ends the test program.
bool Accepts(const boost::json::value& schema, const boost::json::value& value);

// Returns the tree as JSON, with the types of YAML 1.2's core schema.
boost::json::value ToJson(const YamlNode& node);

}  // namespace backlinks::access::testing_access

#endif  // BACKLINKS_TESTS_ACCESS_CALLERS_SCHEMA_H_
