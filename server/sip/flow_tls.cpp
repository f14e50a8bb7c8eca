#include "sip/flow_tls.h"

#include <boost/asio/buffer.hpp>
#include <boost/system/system_error.hpp>

namespace yh::sip {

namespace ssl = boost::asio::ssl;

namespace {

Error tls_error(const std::string& what, const boost::system::system_error& thrown) {
    return unavailable("sip.tls", what + ": " + thrown.code().message());
}

// TLS 1.0 and 1.1 are forbidden by RFC 8996.
ssl::context make_context(ssl::context::method method) {
    ssl::context context{method};
    context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                        ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
    return context;
}

}  // namespace

Result<ssl::context> server_tls(const FlowConfig& config) {
    try {
        auto context = make_context(ssl::context::tls_server);
        context.use_certificate_chain_file(config.tls_certificate_file);
        context.use_private_key_file(config.tls_key_file, ssl::context::pem);
        return context;
    } catch (const boost::system::system_error& thrown) {
        return tls_error(config.tls_certificate_file + ", " + config.tls_key_file, thrown);
    }
}

Result<ssl::context> server_tls(const std::string& chain, const std::string& key) {
    try {
        auto context = make_context(ssl::context::tls_server);
        context.use_certificate_chain(boost::asio::buffer(chain));
        context.use_private_key(boost::asio::buffer(key), ssl::context::pem);
        return context;
    } catch (const boost::system::system_error& thrown) {
        return tls_error("certificate", thrown);
    }
}

Result<ssl::context> client_tls(const FlowConfig& config) {
    try {
        auto context = make_context(ssl::context::tls_client);
        if (config.tls_ca_file.empty()) {
            context.set_default_verify_paths();
        } else {
            context.load_verify_file(config.tls_ca_file);
        }
        context.set_verify_mode(ssl::verify_peer);
        return context;
    } catch (const boost::system::system_error& thrown) {
        return tls_error(config.tls_ca_file, thrown);
    }
}

}  // namespace yh::sip
