#pragma once

// Internal to http/: inside the fence around Asio and OpenSSL.
#include <openssl/ssl.h>

#include <boost/asio/ip/tcp.hpp>
#include <string>

#include "base/loop_asio.h"
#include "http/stream.h"

namespace yh::http {

struct FreeSslContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct FreeSsl {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
};

struct TlsContext::Impl {
    std::unique_ptr<SSL_CTX, FreeSslContext> context;
};

struct Stream::Impl {
    Impl(Loop& on, boost::asio::ip::tcp::socket accepted, std::shared_ptr<const TlsContext> use_tls);

    Loop& loop;
    boost::asio::ip::tcp::socket socket;
    std::shared_ptr<const TlsContext> tls;
    std::unique_ptr<SSL, FreeSsl> ssl;
    std::string unread;
    std::string scratch;  // TLS: a record's worth of pieces, kept while OpenSSL insists on the same bytes
};

}  // namespace yh::http
