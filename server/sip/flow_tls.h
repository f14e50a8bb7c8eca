#pragma once

#include <boost/asio/ssl/context.hpp>
#include <optional>
#include <string>

#include "base/result.h"
#include "sip/flow.h"

// TLS settings for both directions. Only flow*.cpp include this (Asio's types are in it).
namespace yh::sip {

/// For connections that reach us. Errors: sip.tls, naming the file.
Result<boost::asio::ssl::context> server_tls(const FlowConfig& config);
/// The same from PEM texts: files are nothing for the call loop.
Result<boost::asio::ssl::context> server_tls(const std::string& chain, const std::string& key);
/// For connections that we open: the peer's certificate must be signed by one whom we trust and carry the name that we
/// asked for.
Result<boost::asio::ssl::context> client_tls(const FlowConfig& config);

}  // namespace yh::sip
