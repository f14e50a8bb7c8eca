#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/result.h"
#include "http/errors.h"
#include "http/gate.h"
#include "http/router.h"

namespace yh::http {

struct Endpoint {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: any free one

    /// "127.0.0.1:8080", "[::1]:8080". Error: http.endpoint.
    static Result<Endpoint> parse(std::string_view text);
};

struct ServerConfig {
    std::optional<Endpoint> http = Endpoint{};
    std::optional<Endpoint> https;
    std::string cert_file;
    std::string key_file;

    std::size_t header_limit_bytes = 16 * 1024;
    std::size_t max_connections = 10'000;
    std::size_t max_connections_per_source = 2'000;
    std::chrono::milliseconds handshake_timeout{10'000};
    std::chrono::milliseconds header_timeout{10'000};
    std::chrono::milliseconds body_timeout{10'000};  ///< per KB of body, at the slowest
    std::chrono::milliseconds write_timeout{30'000};
    std::chrono::milliseconds idle_timeout{75'000};
    /// A WebSocket that was silent so long is pinged, and cut after twice as long. A page whose network went away
    /// without a word is known to be gone in ten seconds: half of the time that its call waits for it.
    std::chrono::milliseconds ping_interval{5'000};
    std::string upload_folder = "/tmp";
    std::string session_cookie = "yinghe_session";
    Origins allowed_origins;
    /// Sent with every answer, unless the handler sets the same header.
    Headers security_headers = default_security_headers();

    static Headers default_security_headers();
};

/// The auth hook's answer: an identity or a refusal, from any thread, once. Dropped, it refuses.
class AuthReply {
  public:
    class Target {
      public:
        virtual ~Target() = default;
        virtual void complete(Result<IdentityPtr> answer) noexcept = 0;
    };
    explicit AuthReply(std::unique_ptr<Target> target) : target_{std::move(target)} {}
    AuthReply(AuthReply&&) noexcept = default;
    AuthReply& operator=(AuthReply&&) noexcept = delete;
    ~AuthReply();

    void identify(IdentityPtr identity);
    void refuse(Error error);

  private:
    std::unique_ptr<Target> target_;
};

struct Hooks {
    /// Asked before the body is read, for every route that is not public. Reads cookies and bearer token during the
    /// call only (the request stays with the connection), copies what it needs, and may answer later. A bearer
    /// token must win over a cookie, because it exempts a request from the cross-site check.
    std::function<void(const Request&, AuthReply)> auth;
    /// May `identity` use a route that declares `permission`? Asked for `signed_in`, too: not everybody who is known
    /// need be a person. Runs on both web loops at once: it may only read.
    std::function<bool(const Identity&, std::string_view permission)> allowed;
};

/// The web server: listeners, connections, WebSockets. Owned by main. Accepting runs on the first loop, connections
/// are spread over all. Ends: drain(), then stop the loops, then destroy it; the loops live longer than it, and
/// than every Reply and Socket. Ignores SIGPIPE for the whole process.
class Server {
  public:
    /// Binds the listeners. Errors: http.bind, http.certificate, http.certificate_key.
    static Result<std::unique_ptr<Server>> create(ServerConfig config, Router router, Hooks hooks, Messages messages,
                                                  std::vector<Loop*> loops);
    struct Impl;
    explicit Server(std::unique_ptr<Impl> impl);
    ~Server();

    /// Begins to accept. Thread: any.
    void start();
    std::uint16_t http_port() const;
    std::uint16_t https_port() const;
    /// Connections that come from now on are shown this certificate; those that are there keep theirs. Nothing changes
    /// when it fails. Errors: http.certificate, http.certificate_key. Thread: any that may read files.
    Result<void> use_certificate(const std::string& cert_file, const std::string& key_file);
    /// Stops accepting, closes idle connections, lets the others finish (`Connection: close`), tells WebSockets
    /// 1001, cuts what is left after `at_most`, then runs `done` on the first loop. Thread: any; once.
    void drain(Duration at_most, Task done);

  private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace yh::http
