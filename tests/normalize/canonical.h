// The way from a filter or its text to the canonical text, for tests.
#ifndef BACKLINKS_TESTS_NORMALIZE_CANONICAL_H_
#define BACKLINKS_TESTS_NORMALIZE_CANONICAL_H_

#include <string>

#include "backlinks/v1/filter.pb.h"
#include "service/model/filter.h"

namespace backlinks::normalize {

// The filter that the text says; a test failure if it does not parse.
v1::Filter Parsed(const std::string& text);

// The filter as plain structs; a test failure if it does not validate.
FilterNode NodeOf(const v1::Filter& filter);

std::string CanonicalText(const v1::Filter& filter);
std::string CanonicalText(const std::string& text);

}  // namespace backlinks::normalize

#endif  // BACKLINKS_TESTS_NORMALIZE_CANONICAL_H_
