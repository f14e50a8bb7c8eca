#pragma once

#include <string>
#include <string_view>

namespace yh::http {

/// The Content-Security-Policy of our pages: everything comes from this server, and they talk to nobody else.
/// `host`: the Host by which the page was asked for, whose WebSockets it may open. 'self' ought to cover those (CSP 3
/// §6.7.2.8), but older Safaris do not know. Empty, or not a plain host: only what 'self' covers.
std::string content_security_policy(std::string_view host);

}  // namespace yh::http
