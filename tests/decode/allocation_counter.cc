#include "tests/decode/allocation_counter.h"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace backlinks::decode::decode_testing {
namespace {

// Tests here have one thread.
Allocations& Counter() {
  static Allocations counter;
  return counter;
}

void* Allocate(size_t size) {
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  Allocations& counter = Counter();
  ++counter.count;
  counter.live_bytes += static_cast<int64_t>(malloc_usable_size(memory));
  counter.peak_bytes = std::max(counter.peak_bytes, counter.live_bytes);
  return memory;
}

void Free(void* memory) {
  if (memory == nullptr) return;
  Counter().live_bytes -= static_cast<int64_t>(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace

Allocations GetAllocations() { return Counter(); }
void ResetPeak() { Counter().peak_bytes = Counter().live_bytes; }

}  // namespace backlinks::decode::decode_testing

void* operator new(size_t size) {
  return backlinks::decode::decode_testing::Allocate(size);
}
void* operator new[](size_t size) {
  return backlinks::decode::decode_testing::Allocate(size);
}
void* operator new(size_t size, const std::nothrow_t&) noexcept {
  return backlinks::decode::decode_testing::Allocate(size);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  backlinks::decode::decode_testing::Free(memory);
}
void operator delete(void* memory) noexcept {
  backlinks::decode::decode_testing::Free(memory);
}
void operator delete(void* memory, size_t) noexcept {
  backlinks::decode::decode_testing::Free(memory);
}
void operator delete[](void* memory) noexcept {
  backlinks::decode::decode_testing::Free(memory);
}
void operator delete[](void* memory, size_t) noexcept {
  backlinks::decode::decode_testing::Free(memory);
}
