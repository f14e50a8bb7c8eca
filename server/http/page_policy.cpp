#include "http/page_policy.h"

#include <fmt/format.h>

#include <algorithm>

namespace yh::http {

namespace {

// What may stand in a host-source. An IPv6 address may not (CSP 3 §2.3.1), and nothing that could end the directive.
bool is_plain_host(std::string_view host) {
    return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '.' || c == '-' || c == ':';
    });
}

}  // namespace

std::string content_security_policy(std::string_view host) {
    // Styles are inline in the page's components. Recordings and canvas images are blobs.
    return fmt::format(
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; "
        "font-src 'self' data:; connect-src 'self'{}; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
        is_plain_host(host) ? fmt::format(" ws://{0} wss://{0}", host) : std::string{});
}

}  // namespace yh::http
