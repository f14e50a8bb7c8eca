#include "http/stream.h"

#include <openssl/err.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "http/stream_impl.h"

namespace yh::http {

namespace {

constexpr std::size_t tls_record_bytes = 16 * 1024;

Stream::Io from_errno() {
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
        return {Stream::Outcome::WaitRead, 0};
    }
    return {Stream::Outcome::Failed, 0};
}

Stream::Io from_ssl(SSL* ssl, int result) {
    switch (SSL_get_error(ssl, result)) {
        case SSL_ERROR_WANT_READ:
            return {Stream::Outcome::WaitRead, 0};
        case SSL_ERROR_WANT_WRITE:
            return {Stream::Outcome::WaitWrite, 0};
        case SSL_ERROR_ZERO_RETURN:
            return {Stream::Outcome::Ended, 0};
        default:
            ERR_clear_error();
            return {Stream::Outcome::Failed, 0};
    }
}

// ALPN (RFC 7301): we speak http/1.1 only; a client that does not list it is served anyway.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
                    unsigned in_length, void*) noexcept {
    static constexpr unsigned char ours[] = "\x08http/1.1";
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, out_length, ours, sizeof ours - 1, in, in_length) != OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

std::string openssl_reason() {
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    ERR_clear_error();
    return text.data();
}

}  // namespace

TlsContext::TlsContext(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
TlsContext::~TlsContext() = default;

Result<std::shared_ptr<const TlsContext>> TlsContext::create(const std::string& cert_file,
                                                             const std::string& key_file) {
    std::unique_ptr<SSL_CTX, FreeSslContext> context{SSL_CTX_new(TLS_server_method())};
    if (!context) {
        return Error{ErrorKind::Internal, "http.tls_context", openssl_reason()};
    }
    auto* raw = context.get();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    // Thousands of idle browsers: an idle connection keeps no record buffers.
    SSL_CTX_set_mode(raw,
                     SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
    if (SSL_CTX_use_certificate_chain_file(raw, cert_file.c_str()) != 1) {
        return invalid_input("http.certificate", cert_file + ": " + openssl_reason());
    }
    if (SSL_CTX_use_PrivateKey_file(raw, key_file.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(raw) != 1) {
        return invalid_input("http.certificate_key", key_file + ": " + openssl_reason());
    }
    auto impl = std::make_unique<Impl>();
    impl->context = std::move(context);
    return std::shared_ptr<const TlsContext>{std::make_shared<TlsContext>(std::move(impl))};
}

Stream::Impl::Impl(Loop& on, boost::asio::ip::tcp::socket accepted, std::shared_ptr<const TlsContext> use_tls)
    : loop{on}, socket{std::move(accepted)}, tls{std::move(use_tls)} {
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.native_non_blocking(true, ignored);
    socket.set_option(boost::asio::ip::tcp::no_delay{true}, ignored);
    if (tls) {
        ssl.reset(SSL_new(tls->impl().context.get()));
        SSL_set_fd(ssl.get(), socket.native_handle());
        SSL_set_accept_state(ssl.get());
    }
}

Stream::Stream(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;
Stream::~Stream() = default;

Stream::Io Stream::handshake() {
    if (!impl_->ssl) {
        return {};
    }
    ERR_clear_error();
    const int result = SSL_do_handshake(impl_->ssl.get());
    return result == 1 ? Io{} : from_ssl(impl_->ssl.get(), result);
}

Stream::Io Stream::read(std::span<char> into) {
    if (!impl_->unread.empty()) {
        const auto bytes = std::min(into.size(), impl_->unread.size());
        std::memcpy(into.data(), impl_->unread.data(), bytes);
        impl_->unread.erase(0, bytes);
        return {Outcome::Done, bytes};
    }
    if (!impl_->socket.is_open()) {
        return {Outcome::Failed, 0};
    }
    if (impl_->ssl) {
        ERR_clear_error();
        std::size_t bytes = 0;
        const int result = SSL_read_ex(impl_->ssl.get(), into.data(), into.size(), &bytes);
        return result == 1 ? Io{Outcome::Done, bytes} : from_ssl(impl_->ssl.get(), result);
    }
    const auto bytes = ::recv(impl_->socket.native_handle(), into.data(), into.size(), 0);
    if (bytes > 0) {
        return {Outcome::Done, static_cast<std::size_t>(bytes)};
    }
    return bytes == 0 ? Io{Outcome::Ended, 0} : from_errno();
}

Stream::Io Stream::write(std::span<const std::string_view> pieces) {
    if (!impl_->socket.is_open()) {
        return {Outcome::Failed, 0};
    }
    return impl_->ssl ? write_tls(pieces) : write_plain(pieces);
}

Stream::Io Stream::write_plain(std::span<const std::string_view> pieces) {
    std::array<iovec, 8> vectors{};
    msghdr message{};
    message.msg_iov = vectors.data();
    for (const auto piece : pieces.first(std::min(pieces.size(), vectors.size()))) {
        vectors[message.msg_iovlen++] = {const_cast<char*>(piece.data()), piece.size()};
    }
    const auto bytes = ::sendmsg(impl_->socket.native_handle(), &message, MSG_NOSIGNAL);
    if (bytes >= 0) {
        return {Outcome::Done, static_cast<std::size_t>(bytes)};
    }
    auto io = from_errno();
    if (io.outcome == Outcome::WaitRead) {
        io.outcome = Outcome::WaitWrite;
    }
    return io;
}

Stream::Io Stream::write_tls(std::span<const std::string_view> pieces) {
    std::string_view bytes = pieces.empty() ? std::string_view{} : pieces.front();
    auto& scratch = impl_->scratch;
    if (pieces.size() > 1) {
        // One record for head and body together; the caller repeats the same pieces after a wait.
        scratch.clear();
        for (const auto piece : pieces) {
            scratch.append(piece.substr(0, tls_record_bytes - scratch.size()));
        }
        bytes = scratch;
    }
    if (bytes.empty()) {
        return {};
    }
    ERR_clear_error();
    std::size_t wrote = 0;
    const int result = SSL_write_ex(impl_->ssl.get(), bytes.data(), std::min(bytes.size(), tls_record_bytes), &wrote);
    if (result != 1) {
        return from_ssl(impl_->ssl.get(), result);
    }
    std::string{}.swap(scratch);
    return {Outcome::Done, wrote};
}

void Stream::wait(Outcome for_what, Task task) {
    using Socket = boost::asio::ip::tcp::socket;
    const auto direction = for_what == Outcome::WaitWrite ? Socket::wait_write : Socket::wait_read;
    impl_->socket.async_wait(direction,
                             [&loop = impl_->loop, task = std::move(task)](const boost::system::error_code&) mutable {
                                 run_task(loop, std::move(task));
                             });
}

void Stream::finish_writing() {
    if (!impl_->socket.is_open()) {
        return;
    }
    if (impl_->ssl && SSL_is_init_finished(impl_->ssl.get()) == 1) {
        ERR_clear_error();
        SSL_shutdown(impl_->ssl.get());
        ERR_clear_error();
    }
    ::shutdown(impl_->socket.native_handle(), SHUT_WR);
}

void Stream::close() {
    boost::system::error_code ignored;
    impl_->socket.close(ignored);
}

void Stream::unread(std::string bytes) {
    impl_->unread = std::move(bytes) + impl_->unread;
}
bool Stream::is_tls() const {
    return impl_->ssl != nullptr;
}
bool Stream::is_open() const {
    return impl_->socket.is_open();
}

Peer Stream::peer() const {
    boost::system::error_code error;
    const auto remote = impl_->socket.remote_endpoint(error);
    if (error) {
        return {};
    }
    return {remote.address().to_string(), remote.port()};
}

}  // namespace yh::http
