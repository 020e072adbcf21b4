// How functions of this folder call those of a library that they replace.
//
// A function of the program takes the place of a library's with the same name,
// in the program and in the libraries that it loads.
#ifndef BACKLINKS_TESTS_SUPPORT_TSAN_LIBRARY_FUNCTION_H_
#define BACKLINKS_TESTS_SUPPORT_TSAN_LIBRARY_FUNCTION_H_

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include <cstdio>
#include <cstdlib>

namespace backlinks::testing_tsan {

// Finds a library's function by its mangled name. Aborts if there is none, as
// with another version of the library.
inline void* FindInLibrary(const char* name) {
  void* const function = dlsym(RTLD_NEXT, name);
  if (function == nullptr) {
    std::fprintf(stderr, "no library has %s\n", name);
    std::abort();
  }
  return function;
}

// What is done before Release(object) happens before what follows an
// Acquire(object) by another thread.
inline void Release(const void* object) {
  __tsan_release(const_cast<void*>(object));
}
inline void Acquire(const void* object) {
  __tsan_acquire(const_cast<void*>(object));
}

}  // namespace backlinks::testing_tsan

#endif  // BACKLINKS_TESTS_SUPPORT_TSAN_LIBRARY_FUNCTION_H_
