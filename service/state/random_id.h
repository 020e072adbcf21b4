// Makes ids that no other replica makes. Not for a process that was forked
// without exec: it draws the numbers of its parent.
#ifndef BACKLINKS_SERVICE_STATE_RANDOM_ID_H_
#define BACKLINKS_SERVICE_STATE_RANDOM_ID_H_

#include <string>

namespace backlinks::state {

// Returns 128 random bits as 32 hexadecimal digits.
std::string MakeRandomId();

}  // namespace backlinks::state

#endif  // BACKLINKS_SERVICE_STATE_RANDOM_ID_H_
