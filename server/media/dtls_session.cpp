#include "media/dtls_session.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "media/dtls_wire.h"
#include "media/srtp_crypto.h"

namespace yh::media {
namespace {

// Datagrams below every usual path's limit, tunnels included.
constexpr long mtu_bytes = 1200;
constexpr long ip_and_udp_bytes = 28;
constexpr std::string_view export_label = "EXTRACTOR-dtls_srtp";
// OpenSSL would wait a second before it sends a flight again; nobody likes to wait for a voice that long.
constexpr unsigned int first_wait_us = 150'000;
constexpr unsigned int longest_wait_us = 2'000'000;

unsigned int next_wait(SSL*, unsigned int last_us) noexcept {
    return last_us == 0 ? first_wait_us : std::min(2 * last_us, longest_wait_us);
}

struct CertificateFree {
    void operator()(X509* certificate) const noexcept { ::X509_free(certificate); }
};

const EVP_MD* digest_of(FingerprintHash hash) {
    switch (hash) {
        case FingerprintHash::Sha256:
            return ::EVP_sha256();
        case FingerprintHash::Sha384:
            return ::EVP_sha384();
        case FingerprintHash::Sha512:
            return ::EVP_sha512();
    }
    return ::EVP_sha256();
}

Error failed(const char* detail) {
    return {ErrorKind::Internal, "dtls.failed", detail};
}

}  // namespace

DtlsKeys::~DtlsKeys() {
    wipe(send);
    wipe(receive);
}

std::span<const std::uint8_t> DtlsKeys::master(const std::array<std::uint8_t, max_srtp_master_bytes>& from) const {
    const auto& info = srtp_profile_info(profile);
    return std::span{from}.first(info.key_bytes + info.salt_bytes);
}

void SslFree::operator()(ssl_st* ssl) const noexcept {
    ::SSL_free(ssl);
}

std::unique_ptr<bio_method_st, BioMethodFree> DtlsWire::make_method() {
    std::unique_ptr<bio_method_st, BioMethodFree> method{
        ::BIO_meth_new(::BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "yinghe datagram")};
    if (!method || ::BIO_meth_set_write(method.get(), &DtlsWire::write) != 1 ||
        ::BIO_meth_set_read(method.get(), &DtlsWire::read) != 1 ||
        ::BIO_meth_set_ctrl(method.get(), &DtlsWire::control) != 1) {
        return {};
    }
    return method;
}

int DtlsWire::write(bio_st* bio, const char* data, int length) noexcept {
    auto* session = static_cast<DtlsSession*>(::BIO_get_data(bio));
    if (session == nullptr || length < 0) {
        return -1;
    }
    session->wire_.send_dtls({reinterpret_cast<const std::uint8_t*>(data), static_cast<std::size_t>(length)});
    return length;
}

int DtlsWire::read(bio_st* bio, char* into, int room) noexcept {
    auto* session = static_cast<DtlsSession*>(::BIO_get_data(bio));
    ::BIO_clear_retry_flags(bio);
    if (session == nullptr || session->incoming_.empty() || room <= 0) {
        ::BIO_set_retry_read(bio);
        return -1;
    }
    const auto datagram = std::exchange(session->incoming_, {});
    const auto bytes = std::min(datagram.size(), static_cast<std::size_t>(room));
    std::memcpy(into, datagram.data(), bytes);
    return static_cast<int>(bytes);
}

long DtlsWire::control(bio_st*, int command, long, void*) noexcept {
    switch (command) {
        case BIO_CTRL_FLUSH:
            return 1;
        case BIO_CTRL_DGRAM_QUERY_MTU:
        case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
            return mtu_bytes;
        case BIO_CTRL_DGRAM_GET_MTU_OVERHEAD:
            return ip_and_udp_bytes;
        default:
            return 0;
    }
}

Result<std::unique_ptr<DtlsSession>> DtlsSession::create(const DtlsIdentity& identity, DtlsRole role, Wire& wire) {
    auto session = std::make_unique<DtlsSession>(Key{}, role, wire);
    session->ssl_.reset(::SSL_new(identity.context()));
    auto* bio = ::BIO_new(identity.wire_method());
    if (!session->ssl_ || bio == nullptr) {
        ::BIO_free(bio);
        return failed("no memory");
    }
    ::BIO_set_data(bio, session.get());
    ::BIO_set_init(bio, 1);
    auto* ssl = session->ssl_.get();
    ::SSL_set_bio(ssl, bio, bio);  // which owns it from here, once
    ::SSL_set_mtu(ssl, mtu_bytes);
    ::DTLS_set_timer_cb(ssl, next_wait);
    if (role == DtlsRole::Server) {
        ::SSL_set_accept_state(ssl);
    } else {
        ::SSL_set_connect_state(ssl);
    }
    return session;
}

DtlsSession::DtlsSession(Key, DtlsRole role, Wire& wire) : role_{role}, wire_{wire} {}

DtlsSession::Step DtlsSession::on_datagram(std::span<const std::uint8_t> datagram) {
    incoming_ = datagram;
    const auto step = proceed();
    incoming_ = {};
    return step;
}

DtlsSession::Step DtlsSession::on_timer() {
    ::ERR_clear_error();
    if (!finished_ && ::DTLSv1_handle_timeout(ssl_.get()) < 0) {
        return Step::Failed;
    }
    return finished_ ? Step::Finished : Step::Going;
}

DtlsSession::Step DtlsSession::proceed() {
    ::ERR_clear_error();
    if (finished_) {
        // Nothing is ever said over it; reading is what lets OpenSSL repeat its last flight.
        std::array<std::uint8_t, 64> nothing;
        ::SSL_read(ssl_.get(), nothing.data(), static_cast<int>(nothing.size()));
        return Step::Finished;
    }
    const int done = ::SSL_do_handshake(ssl_.get());
    if (done == 1) {
        finished_ = true;
        return Step::Finished;
    }
    const int why = ::SSL_get_error(ssl_.get(), done);
    return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? Step::Going : Step::Failed;
}

bool DtlsSession::peer_is(std::span<const Fingerprint> expected) const {
    const std::unique_ptr<X509, CertificateFree> certificate{::SSL_get1_peer_certificate(ssl_.get())};
    return certificate && std::ranges::any_of(expected, [&](const Fingerprint& fingerprint) {
               Fingerprint theirs{.hash = fingerprint.hash};
               unsigned int length = 0;
               return ::X509_digest(certificate.get(), digest_of(theirs.hash), theirs.value.data(), &length) == 1 &&
                      theirs == fingerprint;
           });
}

Result<DtlsKeys> DtlsSession::keys(std::span<const Fingerprint> expected) const {
    if (!finished_) {
        return failed("not finished");
    }
    if (!peer_is(expected)) {
        return Error{ErrorKind::Forbidden, "dtls.wrong_fingerprint", {}};
    }
    const auto* chosen = ::SSL_get_selected_srtp_profile(ssl_.get());
    const auto profile = chosen == nullptr ? std::nullopt : find_srtp_profile(static_cast<std::uint16_t>(chosen->id));
    if (!profile) {
        return Error{ErrorKind::Unsupported, "dtls.no_srtp", {}};
    }
    const auto& info = srtp_profile_info(*profile);
    std::array<std::uint8_t, 2 * max_srtp_master_bytes> exported{};
    if (::SSL_export_keying_material(ssl_.get(), exported.data(), 2 * (info.key_bytes + info.salt_bytes),
                                     export_label.data(), export_label.size(), nullptr, 0, 0) != 1) {
        return failed("no keys");
    }
    // Client key, server key, client salt, server salt (RFC 5764 §4.2).
    DtlsKeys out;
    out.profile = *profile;
    const bool server = role_ == DtlsRole::Server;
    auto& client_master = server ? out.receive : out.send;
    auto& server_master = server ? out.send : out.receive;
    const auto* from = exported.data();
    std::copy_n(from, info.key_bytes, client_master.begin());
    std::copy_n(from + info.key_bytes, info.key_bytes, server_master.begin());
    from += 2 * info.key_bytes;
    const auto salt_at = static_cast<std::ptrdiff_t>(info.key_bytes);
    std::copy_n(from, info.salt_bytes, client_master.begin() + salt_at);
    std::copy_n(from + info.salt_bytes, info.salt_bytes, server_master.begin() + salt_at);
    wipe(exported);
    return out;
}

std::optional<DtlsRandom> client_hello_random(std::span<const std::uint8_t> datagram) {
    constexpr std::uint8_t handshake_record = 22;
    constexpr std::size_t record_header_bytes = 13;
    constexpr std::size_t message_header_bytes = 12;
    constexpr std::uint8_t client_hello = 1;
    constexpr std::size_t random_at = record_header_bytes + message_header_bytes + 2;
    constexpr std::size_t fragment_offset_at = record_header_bytes + 6;
    DtlsRandom random;
    if (datagram.size() < random_at + random.size() || datagram[0] != handshake_record ||
        datagram[record_header_bytes] != client_hello) {
        return std::nullopt;
    }
    // Chromium's hello with a post-quantum key is longer than a datagram: its second piece begins with key bytes, not
    // with a random, and must not look like another hello (RFC 6347 §4.2.3).
    const auto offset = datagram.subspan(fragment_offset_at, 3);
    if (std::ranges::any_of(offset, [](std::uint8_t byte) { return byte != 0; })) {
        return std::nullopt;
    }
    std::ranges::copy(datagram.subspan(random_at, random.size()), random.begin());
    return random;
}

}  // namespace yh::media
