# Finds what the programs are built with, or names the missing Debian package.
# .dev/packages.txt has the complete list of packages.

# Ends the configuration because `what` is missing.
function(backlinks_missing what package)
  message(FATAL_ERROR
    "${what} was not found: install the package ${package} of Debian 12, or "
    "what your system calls it. ${ARGN}")
endfunction()

# backlinks_find(PACKAGE NAME ...): find_package(NAME ...).
macro(backlinks_find package name)
  find_package(${name} ${ARGN} QUIET)
  if(NOT ${name}_FOUND)
    backlinks_missing(${name} ${package} ${missing_hint})
  endif()
endmacro()

# backlinks_find_module(PACKAGE PREFIX MODULE): a module of pkg-config, as the
# target PkgConfig::PREFIX.
macro(backlinks_find_module package prefix module)
  pkg_check_modules(${prefix} QUIET IMPORTED_TARGET ${module})
  if(NOT ${prefix}_FOUND)
    backlinks_missing(${module} ${package} ${missing_hint})
  endif()
endmacro()

# backlinks_find_file(PACKAGE KIND VARIABLE NAME [OTHER]): find_library,
# find_program or find_path; OTHER if there is no NAME.
macro(backlinks_find_file package kind variable name)
  cmake_language(CALL find_${kind} ${variable} NAMES ${name} ${ARGN})
  if(NOT ${variable})
    backlinks_missing(${name} ${package} ${missing_hint})
  endif()
endmacro()

backlinks_find(pkg-config PkgConfig)
# Before gRPC. Debian 12 has no configuration of Protobuf, only CMake's module;
# newer releases have one, which gRPC's includes and the module conflicts with.
set(CMAKE_FIND_PACKAGE_PREFER_CONFIG ON)
backlinks_find(libprotobuf-dev Protobuf)
set(CMAKE_FIND_PACKAGE_PREFER_CONFIG OFF)
backlinks_find_file(protobuf-compiler program PROTOC protoc)
backlinks_find(libgrpc++-dev gRPC CONFIG)
backlinks_find_file(protobuf-compiler-grpc program GRPC_CPP_PLUGIN
                    grpc_cpp_plugin)
backlinks_find(libabsl-dev absl CONFIG)
backlinks_find(libboost-json1.81-dev Boost 1.81 CONFIG COMPONENTS json)
backlinks_find(libboost-url1.81-dev Boost 1.81 CONFIG COMPONENTS url)
backlinks_find(libssl-dev OpenSSL)
backlinks_find(zlib1g-dev ZLIB)
backlinks_find(libbz2-dev BZip2)
backlinks_find(libsqlite3-dev SQLite3)
backlinks_find(libsimdjson-dev simdjson CONFIG)
backlinks_find(prometheus-cpp-dev prometheus-cpp CONFIG)
backlinks_find(libcli11-dev CLI11 CONFIG)
backlinks_find(libfmt-dev fmt CONFIG)
backlinks_find(libspdlog-dev spdlog CONFIG)
backlinks_find(libyaml-cpp-dev yaml-cpp CONFIG)
backlinks_find_module(libutf8proc-dev utf8proc libutf8proc)
backlinks_find_module(liblzma-dev lzma liblzma)
backlinks_find_module(libzstd-dev zstd libzstd)
backlinks_find_module(libisal-dev isal libisal)
backlinks_find_module(libxxhash-dev xxhash libxxhash)
# The shared libarchive brings libxml2 and ICU along, 32 MB for formats that
# nobody reads here: of the static one only what is used is linked.
backlinks_find_file(libarchive-dev library ARCHIVE_LIBRARY libarchive.a)
# The image would need the package of the shared one.
backlinks_find_file(libhiredis-dev library hiredis_LIBRARY libhiredis.a hiredis)
# Likewise: the shared libpsl and libidn2 bring all of libunistring along, 1.8 MB.
# Debian's newer packages have the shared ones only.
foreach(library psl idn2 unistring)
  backlinks_find_file(lib${library}-dev library ${library}_LIBRARY
                      lib${library}.a ${library})
endforeach()
# The shared zstd and liblzma are 0.7 MB more than what is used of them.
foreach(library zstd lzma)
  backlinks_find_file(lib${library}-dev library ${library}_LIBRARY
                      lib${library}.a ${library})
  set_property(TARGET PkgConfig::${library} PROPERTY
    INTERFACE_LINK_LIBRARIES ${${library}_LIBRARY})
endforeach()

backlinks_find_file(flatbuffers-compiler program FLATC flatc)
backlinks_find_file(libflatbuffers-dev path FLATBUFFERS_INCLUDE_DIR
                    flatbuffers/flatbuffers.h)

# The command line client alone.
if(BACKLINKS_CLI)
  string(CONCAT missing_hint "Only the command line client needs it: "
         "-DBACKLINKS_CLI=OFF builds without.")
  set(CURSES_NEED_WIDE ON)
  backlinks_find(libncurses-dev Curses)
  unset(missing_hint)
endif()
