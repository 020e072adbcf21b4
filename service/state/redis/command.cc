#include "service/state/redis/command.h"

#include <new>

#include "hiredis/hiredis.h"

namespace backlinks::state::redis {

std::string EncodeCommand(const Command& command) {
  std::vector<const char*> texts;
  std::vector<size_t> sizes;
  for (const std::string& argument : command) {
    texts.push_back(argument.data());
    sizes.push_back(argument.size());
  }
  char* encoded = nullptr;
  const auto size = redisFormatCommandArgv(
      &encoded, static_cast<int>(command.size()), texts.data(), sizes.data());
  if (size < 0) throw std::bad_alloc();
  std::string result(encoded, static_cast<size_t>(size));
  redisFreeCommand(encoded);
  return result;
}

}  // namespace backlinks::state::redis
