#include "tests/stream/allocated_bytes.h"

#include <cstdlib>
#include <new>

namespace backlinks::stream::testing_fakes {
namespace {

thread_local int64_t allocated_bytes = 0;

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

int64_t AllocatedBytes() { return allocated_bytes; }

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
