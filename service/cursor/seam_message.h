// A seam as the message that tokens hold.
//
// Threads: stateless.
#ifndef BACKLINKS_SERVICE_CURSOR_SEAM_MESSAGE_H_
#define BACKLINKS_SERVICE_CURSOR_SEAM_MESSAGE_H_

#include "service/cursor/cursor.pb.h"
#include "service/model/seam.h"

namespace backlinks {

cursor::v1::Seam ToMessage(const Seam& seam);
SeamPtr FromMessage(const cursor::v1::Seam& message);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_CURSOR_SEAM_MESSAGE_H_
