// A body for Beast's parser that stores nothing: its value is the last piece, a
// view of the buffer that it was received in.
//
// Life: a piece is valid until that buffer is read into, or shrunk.
#ifndef BACKLINKS_SERVICE_EXCHANGE_PIECE_BODY_H_
#define BACKLINKS_SERVICE_EXCHANGE_PIECE_BODY_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "boost/asio/buffer.hpp"
#include "boost/beast/http/message.hpp"
#include "boost/system/error_code.hpp"

namespace backlinks::exchange {

struct PieceBody {
  using value_type = std::string_view;

  // NOLINTNEXTLINE(readability-identifier-naming): Beast's name.
  class reader {
   public:
    template <bool is_request, class Fields>
    reader(boost::beast::http::header<is_request, Fields>& /*head*/,
           value_type& piece)
        : piece_(piece) {}

    void init(const boost::optional<uint64_t>& /*content_length*/,
              boost::system::error_code& error) {
      error = {};
    }
    size_t put(const boost::asio::const_buffer& buffer,
               boost::system::error_code& error) {
      error = {};
      piece_ = {static_cast<const char*>(buffer.data()), buffer.size()};
      return buffer.size();
    }
    void finish(boost::system::error_code& error) { error = {}; }

   private:
    value_type& piece_;
  };
};

}  // namespace backlinks::exchange

#endif  // BACKLINKS_SERVICE_EXCHANGE_PIECE_BODY_H_
