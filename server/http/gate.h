#pragma once

#include <string>
#include <vector>

#include "http/request.h"

namespace yh::http {

/// Which other origins ("https://crm.example.com") may use our cookies; our own always may.
using Origins = std::vector<std::string>;

/// Whether the Origin header names this server (its host equals Host) or an allowed origin.
bool origin_allowed(const Request& request, const Origins& allowed);

/// Cross-site request forgery: an unsafe request that is authenticated by the cookie must come from our own pages,
/// as told by Sec-Fetch-Site or, in older browsers, Origin. A bearer token cannot be sent by a foreign page unasked
/// and is exempt; so is a request without our cookie.
bool is_cross_site(const Request& request, std::string_view cookie_name, const Origins& allowed);

/// RFC 6455 §10.2: browsers always send Origin with a WebSocket handshake, other programs need not.
bool socket_origin_allowed(const Request& request, const Origins& allowed);

}  // namespace yh::http
