#include "http/test_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "http/text.h"

namespace yh::http {

namespace {

struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};

constexpr std::size_t read_step = 16 * 1024;

}  // namespace

std::string_view TestResponse::header(std::string_view name) const {
    for (const auto& header : headers) {
        if (same_text(header.name, name)) {
            return header.value;
        }
    }
    return {};
}

bool TestResponse::has(std::string_view name) const {
    for (const auto& header : headers) {
        if (same_text(header.name, name)) {
            return true;
        }
    }
    return false;
}

struct TestClient::Impl {
    ~Impl() {
        ssl.reset();
        if (socket >= 0) {
            ::close(socket);
        }
    }

    int socket = -1;
    std::unique_ptr<SSL_CTX, FreeContext> context;
    std::unique_ptr<SSL, FreeSsl> ssl;
    std::string buffer;
    bool ended = false;
};

TestClient::TestClient(TestClient&&) noexcept = default;
TestClient& TestClient::operator=(TestClient&&) noexcept = default;
TestClient::~TestClient() = default;

TestClient::TestClient(std::uint16_t port, TestTls tls) : impl_{std::make_unique<Impl>()} {
    impl_->socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(impl_->socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(impl_->socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    impl_->ended = ::connect(impl_->socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0;
    if (tls == TestTls::Yes && !impl_->ended) {
        impl_->context.reset(SSL_CTX_new(TLS_client_method()));
        impl_->ssl.reset(SSL_new(impl_->context.get()));
        SSL_set_fd(impl_->ssl.get(), impl_->socket);
        impl_->ended = SSL_connect(impl_->ssl.get()) != 1;
    }
}

void TestClient::shrink_receive_buffer() {
    const int bytes = 4096;
    ::setsockopt(impl_->socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

bool TestClient::send(std::string_view bytes) {
    while (!bytes.empty() && impl_->socket >= 0) {
        std::size_t sent = 0;
        if (impl_->ssl) {
            ERR_clear_error();
            if (SSL_write_ex(impl_->ssl.get(), bytes.data(), bytes.size(), &sent) != 1) {
                return false;
            }
        } else {
            const auto wrote = ::send(impl_->socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (wrote <= 0) {
                return false;
            }
            sent = static_cast<std::size_t>(wrote);
        }
        bytes.remove_prefix(sent);
    }
    return true;
}

bool TestClient::fill() {
    std::array<char, read_step> into;
    std::size_t got = 0;
    if (impl_->ended) {
        return false;
    }
    if (impl_->ssl) {
        ERR_clear_error();
        impl_->ended = SSL_read_ex(impl_->ssl.get(), into.data(), into.size(), &got) != 1;
    } else {
        const auto bytes = ::recv(impl_->socket, into.data(), into.size(), 0);
        impl_->ended = bytes <= 0;
        got = bytes > 0 ? static_cast<std::size_t>(bytes) : 0;
    }
    impl_->buffer.append(into.data(), got);
    return !impl_->ended;
}

std::string TestClient::read(std::size_t count) {
    while (impl_->buffer.size() < count && fill()) {
    }
    auto bytes = impl_->buffer.substr(0, count);
    impl_->buffer.erase(0, bytes.size());
    return bytes;
}

std::string TestClient::read_to_end() {
    while (fill()) {
    }
    return std::exchange(impl_->buffer, {});
}

TestResponse TestClient::request(std::string_view method, std::string_view target, const Headers& headers,
                                 std::string_view body) {
    std::string head{method};
    head.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
    bool typed = false;
    for (const auto& header : headers) {
        head += header.name + ": " + header.value + "\r\n";
        typed = typed || same_text(header.name, "Content-Type");
    }
    if (!body.empty()) {
        head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
        head += typed ? "" : "Content-Type: application/json\r\n";
    }
    head += "\r\n";
    send(head.append(body));
    return read_response(method == "HEAD");
}

TestResponse TestClient::read_response(bool no_body) {
    auto& buffer = impl_->buffer;
    std::size_t end = 0;
    while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
        if (!fill()) {
            return {};
        }
    }
    TestResponse response;
    const auto head = read(end + 4);
    bool first = true;
    for (auto line : split(std::string_view{head}.substr(0, end), '\n')) {
        line = line.substr(0, line.find('\r'));
        const auto colon = line.find(':');
        if (first) {
            response.status = std::atoi(std::string{line.substr(line.find(' ') + 1, 3)}.c_str());
        } else if (colon != std::string_view::npos) {
            response.headers.push_back(
                {std::string{line.substr(0, colon)}, std::string{trimmed(line.substr(colon + 1))}});
        }
        first = false;
    }
    const auto length = response.header("Content-Length");
    if (!no_body && !length.empty()) {
        response.body = read(std::strtoull(std::string{length}.c_str(), nullptr, 10));
    }
    return response;
}

int TestFrame::close_code() const {
    if (opcode != 8 || payload.size() < 2) {
        return 0;
    }
    return static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
}

TestWebSocket::TestWebSocket(std::uint16_t port, std::string_view target, const Headers& headers, TestTls tls)
    : client_{port, tls} {
    Headers all{{"Upgrade", "websocket"},
                {"Connection", "Upgrade"},
                {"Sec-WebSocket-Version", "13"},
                {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
    all.insert(all.end(), headers.begin(), headers.end());
    handshake_ = client_.request("GET", target, all);
}

bool TestWebSocket::send_frame(int first_byte, std::string_view payload, Mask mask) {
    std::string frame(1, static_cast<char>(first_byte));
    const int masked = mask == Mask::Yes ? 0x80 : 0;
    const auto size = payload.size();
    const int length_bytes = size < 126 ? 0 : size < 65536 ? 2 : 8;
    frame += static_cast<char>(masked | static_cast<int>(length_bytes == 0 ? size : length_bytes == 2 ? 126 : 127));
    for (int shift = 8 * (length_bytes - 1); shift >= 0; shift -= 8) {
        frame += static_cast<char>(size >> shift);
    }
    constexpr std::string_view key = "\x12\x34\x56\x78";
    if (mask == Mask::Yes) {
        frame += key;
    }
    for (std::size_t i = 0; i < size; ++i) {
        frame += mask == Mask::Yes ? static_cast<char>(payload[i] ^ key[i % 4]) : payload[i];
    }
    return client_.send(frame);
}

TestFrame TestWebSocket::receive() {
    const auto head = client_.read(2);
    if (head.size() < 2) {
        return {};
    }
    TestFrame frame{head[0] & 15, (head[0] & 0x80) != 0, {}};
    std::uint64_t size = static_cast<unsigned char>(head[1]) & 127;
    const std::size_t length_bytes = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (length_bytes != 0) {
        size = 0;
        for (const char c : client_.read(length_bytes)) {
            size = size << 8 | static_cast<unsigned char>(c);
        }
    }
    frame.payload = client_.read(size);
    return frame;
}

}  // namespace yh::http
