// An SQLite VFS for databases in open file descriptors.
//
// SQLite opens databases by name, but a database in an unlinked file has no
// name. In this VFS a database has the name of its descriptor. Temporary files,
// which SQLite makes for large sorts, use the default VFS.
//
// Locks:   none. A database opened read-only must not change while it is open,
//          and one opened for writing must have only one connection.
// Threads: connections may share a descriptor, since every access has its own
//          offset. The caller keeps the descriptor open.
#ifndef BACKLINKS_SERVICE_EMBEDDED_DESCRIPTOR_VFS_H_
#define BACKLINKS_SERVICE_EMBEDDED_DESCRIPTOR_VFS_H_

#include <string>

namespace backlinks::embedded {

// Returns the name of the VFS. The first call registers it.
const char* DescriptorVfs();

// Returns the name of the database in this descriptor.
std::string DescriptorName(int descriptor);

}  // namespace backlinks::embedded

#endif  // BACKLINKS_SERVICE_EMBEDDED_DESCRIPTOR_VFS_H_
