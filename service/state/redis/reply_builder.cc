#include "service/state/redis/reply_builder.h"

#include <string>

namespace backlinks::state::redis {
namespace {

// No script of this program nests deeper than 2.
constexpr int kMaxDepth = 6;

std::optional<Reply::Type> TextType(int type) {
  switch (type) {
    case REDIS_REPLY_STRING:
      return Reply::Type::kString;
    case REDIS_REPLY_STATUS:
      return Reply::Type::kStatus;
    case REDIS_REPLY_ERROR:
      return Reply::Type::kError;
    default:
      return std::nullopt;  // A type of RESP3, which is not asked for.
  }
}

int DepthOf(const redisReadTask* task) {
  int depth = 0;
  while ((task = task->parent) != nullptr) ++depth;
  return depth;
}

ReplyBuilder& BuilderOf(const redisReadTask* task) {
  return *static_cast<ReplyBuilder*>(task->privdata);
}

}  // namespace

redisReplyObjectFunctions* ReplyBuilder::Functions() {
  static redisReplyObjectFunctions functions = [] {
    redisReplyObjectFunctions made{};
    made.createString = AddString;
    // The size is an int until hiredis 0.14, and a size_t since 1.0.
    made.createArray = [](const redisReadTask* task, auto size) -> void* {
      return AddArray(task, static_cast<size_t>(size));
    };
    made.createInteger = [](const redisReadTask* task,
                            long long value) -> void* {
      return Add(task, {.type = Reply::Type::kInteger, .integer = value});
    };
    made.createNil = [](const redisReadTask* task) -> void* {
      return Add(task, {});
    };
    made.freeObject = [](void*) {};  // The builder owns all objects.
    return made;
  }();
  return &functions;
}

Reply* ReplyBuilder::Add(const redisReadTask* task, Reply reply) {
  if (task->parent == nullptr) {
    return &BuilderOf(task).reply_.emplace(std::move(reply));
  }
  // Its capacity is enough for all its elements, so that their addresses do not
  // change.
  auto& elements = static_cast<Reply*>(task->parent->obj)->elements;
  return &elements.emplace_back(std::move(reply));
}

void* ReplyBuilder::AddString(const redisReadTask* task, char* text,
                              size_t size) {
  const auto type = TextType(task->type);
  if (!type) return nullptr;
  return Add(task, {.type = *type, .text = std::string(text, size)});
}

void* ReplyBuilder::AddArray(const redisReadTask* task, size_t size) {
  if (task->type != REDIS_REPLY_ARRAY) return nullptr;
  if (!BuilderOf(task).Reserve(task, size)) return nullptr;
  Reply* const array = Add(task, {.type = Reply::Type::kArray});
  array->elements.reserve(size);
  return array;
}

bool ReplyBuilder::Reserve(const redisReadTask* task, size_t size) {
  if (DepthOf(task) >= kMaxDepth) return false;
  if (size > max_elements_ - element_count_) return false;
  element_count_ += size;
  return true;
}

}  // namespace backlinks::state::redis
