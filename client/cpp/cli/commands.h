// The commands of the program `backlinks`.
//
// Data goes to stdout alone; everything else to stderr.
// Exit: 0 done; 1 the call failed; 2 wrong usage; 130 interrupted.
#ifndef BACKLINKS_CLIENT_CPP_CLI_COMMANDS_H_
#define BACKLINKS_CLIENT_CPP_CLI_COMMANDS_H_

#include "client/cpp/cli/stream_arguments.h"

namespace backlinks {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitInterrupted = 130;

// SIGINT must be blocked in every thread: it ends the stream.
int RunStream(const StreamArguments& arguments);
int RunColumns();

}  // namespace backlinks

#endif  // BACKLINKS_CLIENT_CPP_CLI_COMMANDS_H_
