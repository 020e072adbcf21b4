#include "service/embedded/embedded_upstream.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "boost/asio/executor_work_guard.hpp"
#include "boost/asio/io_context.hpp"
#include "fmt/format.h"
#include "service/embedded/ahrefs_v2/handler.h"
#include "service/embedded/ahrefs_v3/handler.h"
#include "service/embedded/backend.h"
#include "service/embedded/data_file.h"
#include "service/http_server/http_server.h"

namespace backlinks::embedded {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

constexpr int kThreads = 2;

bool IsV3(const std::string& path) {
  return path == "/v3" || path.starts_with("/v3/");
}

}  // namespace

struct EmbeddedUpstream::Impl {
  ~Impl() {
    if (server) server->Stop();
    work.reset();
    io.stop();
    for (std::thread& thread : threads) thread.join();
    server.reset();
  }

  absl::Status Open(const EmbeddedOptions& options);

  std::optional<DataFile> data;
  std::string import_note;
  std::unique_ptr<Backend> backend;
  std::unique_ptr<ahrefs_v2::V2Handler> v2;
  std::unique_ptr<ahrefs_v3::V3Handler> v3;
  asio::io_context io{kThreads};
  asio::executor_work_guard<asio::io_context::executor_type> work{
      io.get_executor()};
  std::unique_ptr<http_server::HttpServer> server;
  std::vector<std::thread> threads;
};

absl::Status EmbeddedUpstream::Impl::Open(const EmbeddedOptions& options) {
  auto opened =
      DataFile::Open(options.data.empty() ? DefaultDataPath() : options.data);
  if (!opened.ok()) return opened.status();
  data.emplace(*std::move(opened));
  import_note = data->import_note();
  backend = std::make_unique<Backend>(
      *data,
      BackendOptions{options.token, options.max_rows_per_request,
                     options.units_limit, options.compresses, options.on_idle});
  backend->SetFault(options.fault);
  v2 = std::make_unique<ahrefs_v2::V2Handler>(*backend);
  v3 = std::make_unique<ahrefs_v3::V3Handler>(*backend);
  if (!options.account_file.empty()) {
    absl::Status status = backend->account().WriteTo(options.account_file);
    if (!status.ok()) return status;
  }
  server = std::make_unique<http_server::HttpServer>(
      io.get_executor(), [this](const http_server::HttpServerRequest& request,
                                http_server::HttpReply& reply) {
        return IsV3(request.path) ? v3->Handle(request, reply)
                                  : v2->Handle(request, reply);
      });
  if (absl::Status status = server->Start(options.listen); !status.ok()) {
    return status;
  }
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([this] { io.run(); });
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<EmbeddedUpstream>> EmbeddedUpstream::Start(
    const EmbeddedOptions& options) {
  auto impl = std::make_unique<Impl>();
  if (absl::Status status = impl->Open(options); !status.ok()) return status;
  return std::unique_ptr<EmbeddedUpstream>(
      new EmbeddedUpstream(std::move(impl)));
}

EmbeddedUpstream::EmbeddedUpstream(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}

EmbeddedUpstream::~EmbeddedUpstream() = default;

uint16_t EmbeddedUpstream::port() const { return impl_->server->port(); }

std::string EmbeddedUpstream::url() const {
  return fmt::format("http://127.0.0.1:{}/", port());
}

const Account& EmbeddedUpstream::account() const {
  return impl_->backend->account();
}

const std::string& EmbeddedUpstream::import_note() const {
  return impl_->import_note;
}

void EmbeddedUpstream::SetFault(Fault fault) {
  impl_->backend->SetFault(std::move(fault));
}

std::string DefaultDataPath() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return (program.parent_path().parent_path() /
          "share/backlinks/refpages.sqlite")
      .string();
}

}  // namespace backlinks::embedded
