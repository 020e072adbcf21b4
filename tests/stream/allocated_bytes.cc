#include "tests/stream/allocated_bytes.h"

#include <cstdlib>
#include <new>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define BACKLINKS_HAS_ALLOCATION_HOOKS
#endif
#endif

namespace backlinks::stream::testing_fakes {
namespace {

thread_local int64_t allocated_bytes = 0;

}  // namespace

int64_t AllocatedBytes() { return allocated_bytes; }

}  // namespace backlinks::stream::testing_fakes

// ThreadSanitizer has its own operator new, which calls the hook of this name.
#ifdef BACKLINKS_HAS_ALLOCATION_HOOKS

// NOLINTNEXTLINE(bugprone-reserved-identifier)
extern "C" void __sanitizer_malloc_hook(const volatile void* /*memory*/,
                                        size_t size) {
  backlinks::stream::testing_fakes::allocated_bytes +=
      static_cast<int64_t>(size);
}

#else

namespace backlinks::stream::testing_fakes {
namespace {

void* Allocate(size_t size) {
  allocated_bytes += static_cast<int64_t>(size);
  return std::malloc(size == 0 ? 1 : size);
}

void* AllocateOrThrow(size_t size) {
  void* const memory = Allocate(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace
}  // namespace backlinks::stream::testing_fakes

void* operator new(size_t size) {
  return backlinks::stream::testing_fakes::AllocateOrThrow(size);
}
void* operator new[](size_t size) {
  return backlinks::stream::testing_fakes::AllocateOrThrow(size);
}
void* operator new(size_t size, const std::nothrow_t&) noexcept {
  return backlinks::stream::testing_fakes::Allocate(size);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  std::free(memory);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

#endif
