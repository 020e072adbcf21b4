// Converts keyset positions to and from the message that tokens contain.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_CURSOR_KEYSET_MESSAGE_H_
#define BACKLINKS_SERVICE_CURSOR_KEYSET_MESSAGE_H_

#include "service/cursor/cursor.pb.h"
#include "service/model/keyset_position.h"

namespace backlinks::cursor {

cursor::v1::KeysetPosition ToMessage(const KeysetPosition& position);
KeysetPositionPtr FromMessage(const cursor::v1::KeysetPosition& message);

}  // namespace backlinks::cursor

#endif  // BACKLINKS_SERVICE_CURSOR_KEYSET_MESSAGE_H_
