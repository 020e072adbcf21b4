// An SQLite VFS for databases in open file descriptors.
//
// SQLite opens databases by name, and a database in an unlinked file has none.
// Under this VFS the name of a database is that of its descriptor. Temporary
// files, which SQLite makes for large sorts, come from the default VFS.
//
// Locks:   none. A database opened read-only must not change while it is open,
//          and one opened for writing must have one connection.
// Threads: connections may share a descriptor, since every access gives its
//          own offset. The caller keeps the descriptor open.
#ifndef BACKLINKS_SERVICE_EMBEDDED_DESCRIPTOR_VFS_H_
#define BACKLINKS_SERVICE_EMBEDDED_DESCRIPTOR_VFS_H_

#include <string>

namespace backlinks {

// The name of the VFS, which is registered by the first call.
const char* DescriptorVfs();

// The name of the database in this descriptor.
std::string DescriptorName(int descriptor);

}  // namespace backlinks

#endif  // BACKLINKS_SERVICE_EMBEDDED_DESCRIPTOR_VFS_H_
