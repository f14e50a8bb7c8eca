#pragma once

// For tests only (library yh_http_test).
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace yh::http {

struct TestResponse {
    int status = 0;  ///< 0: the server closed the connection without an answer
    Headers headers;
    std::string body;

    std::string_view header(std::string_view name) const;
    bool has(std::string_view name) const;
};

enum class TestTls { No, Yes };

/// A blocking HTTP/1.1 client on one connection to 127.0.0.1, for tests: keeps the connection between requests, shows
/// bytes as they are, and gives up on a silent server after ten seconds. Accepts any certificate.
class TestClient {
  public:
    explicit TestClient(std::uint16_t port, TestTls tls = TestTls::No);
    TestClient(TestClient&&) noexcept;
    TestClient& operator=(TestClient&&) noexcept;
    ~TestClient();

    /// Sends Host and Content-Length by itself, and Content-Type application/json when there is a body.
    TestResponse request(std::string_view method, std::string_view target, const Headers& headers = {},
                         std::string_view body = {});
    TestResponse get(std::string_view target, const Headers& headers = {}) { return request("GET", target, headers); }

    /// False when the connection is gone.
    bool send(std::string_view bytes);
    /// The next response; informational ones (100) are returned too. `no_body`: it answers a HEAD.
    TestResponse read_response(bool no_body = false);
    /// Exactly `count` bytes, fewer at the end of the connection.
    std::string read(std::size_t count);
    /// Everything until the server closes.
    std::string read_to_end();
    /// A small receive buffer, for tests of slow readers. Set before much was received.
    void shrink_receive_buffer();

  private:
    bool fill();

    struct Impl;
    std::unique_ptr<Impl> impl_;
};

struct TestFrame {
    int opcode = -1;  ///< -1: the connection ended; 1 text, 2 binary, 8 close, 9 ping, 10 pong
    bool fin = false;
    std::string payload;

    /// The code of a close frame, 0 when it has none.
    int close_code() const;
};

/// A WebSocket client that says exactly what the test wants, also what RFC 6455 forbids.
class TestWebSocket {
  public:
    TestWebSocket(std::uint16_t port, std::string_view target, const Headers& headers = {}, TestTls tls = TestTls::No);

    /// The answer to the handshake; 101 when it worked.
    const TestResponse& handshake() const { return handshake_; }
    enum class Mask { Yes, No };
    bool send_frame(int first_byte, std::string_view payload, Mask mask = Mask::Yes);
    bool send_text(std::string_view text) { return send_frame(0x81, text); }
    TestFrame receive();
    TestClient& client() { return client_; }

  private:
    TestClient client_;
    TestResponse handshake_;
};

}  // namespace yh::http
