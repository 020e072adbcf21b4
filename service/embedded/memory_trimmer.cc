#include "service/embedded/memory_trimmer.h"

#include <malloc.h>

#include <chrono>

#include "boost/asio/post.hpp"

namespace backlinks::embedded {

void MemoryTrimmer::Schedule() {
  boost::asio::post(strand_, [this] {
    timer_.expires_after(std::chrono::seconds(1));
    timer_.async_wait([](const boost::system::error_code& error) {
      if (!error) malloc_trim(0);
    });
  });
}

}  // namespace backlinks::embedded
