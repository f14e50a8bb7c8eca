#pragma once

// For tests only (library yh_http_test).
#include <functional>
#include <memory>
#include <string>

#include "http/server.h"

namespace yh::http {

/// A temporary folder, removed with everything in it.
class TestFolder {
  public:
    TestFolder();
    ~TestFolder();
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    const std::string& path() const { return path_; }
    /// Writes a file below the folder and returns its path; makes its parents.
    std::string write(const std::string& name, std::string_view content) const;

  private:
    std::string path_;
};

struct TestCertificate {
    std::string cert_file;
    std::string key_file;
};
/// A self-signed ECDSA P-256 certificate for localhost.
TestCertificate make_test_certificate(const TestFolder& folder);

/// A server on free loopback ports with two web loops on threads of their own. Drains and joins at the end.
class TestServer {
  public:
    enum class Serves { Http, HttpAndHttps };
    explicit TestServer(Router router, Hooks hooks = {}, ServerConfig config = {}, Serves serves = Serves::Http,
                        Messages messages = {});
    ~TestServer();

    std::uint16_t port() const;
    std::uint16_t tls_port() const;
    Server& server();
    Loop& loop();
    /// Drains with this deadline and waits until it is done; the destructor then does not.
    void drain(Duration at_most);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace yh::http
