#include "http/gate.h"

#include "http/text.h"

namespace yh::http {

bool origin_allowed(const Request& request, const Origins& allowed) {
    const auto origin = request.header("Origin");
    for (const auto& other : allowed) {
        if (same_text(origin, other)) {
            return true;
        }
    }
    const auto scheme_end = origin.find("://");
    return scheme_end != std::string_view::npos && same_text(origin.substr(scheme_end + 3), request.header("Host"));
}

bool is_cross_site(const Request& request, std::string_view cookie_name, const Origins& allowed) {
    if (is_safe(request.method) || !request.bearer().empty() || !request.cookie(cookie_name)) {
        return false;
    }
    const auto site = request.header("Sec-Fetch-Site");
    if (site == "same-origin" || site == "none") {
        return false;
    }
    return !origin_allowed(request, allowed);
}

bool socket_origin_allowed(const Request& request, const Origins& allowed) {
    return !request.has_header("Origin") || origin_allowed(request, allowed);
}

}  // namespace yh::http
