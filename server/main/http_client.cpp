#include "main/http_client.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

namespace yh::app {

namespace {

struct Body {
    std::string& text;
    std::size_t most_bytes;
};

extern "C" std::size_t take_body(char* data, std::size_t size, std::size_t count, void* into) noexcept {
    auto& body = *static_cast<Body*>(into);
    if (body.most_bytes != 0 && body.text.size() + size * count > body.most_bytes) {
        return 0;  // curl then fails the transfer
    }
    try {
        body.text.append(data, size * count);
        return size * count;
    } catch (...) {
        return 0;  // curl then fails the transfer
    }
}

bool is_inside_v4(std::span<const std::uint8_t, 4> ip) {
    struct Net {
        std::array<std::uint8_t, 4> address;
        int bits;
    };
    // RFC 6890, and everything that is no single host.
    constexpr std::array nets{Net{{0, 0, 0, 0}, 8},    Net{{10, 0, 0, 0}, 8},     Net{{100, 64, 0, 0}, 10},
                              Net{{127, 0, 0, 0}, 8},  Net{{169, 254, 0, 0}, 16}, Net{{172, 16, 0, 0}, 12},
                              Net{{192, 0, 0, 0}, 24}, Net{{192, 168, 0, 0}, 16}, Net{{198, 18, 0, 0}, 15},
                              Net{{224, 0, 0, 0}, 3}};
    const auto number = [](const auto& four) {
        return std::uint32_t{four[0]} << 24 | std::uint32_t{four[1]} << 16 | std::uint32_t{four[2]} << 8 | four[3];
    };
    return std::ranges::any_of(
        nets, [&](const Net& net) { return (number(ip) ^ number(net.address)) >> (32 - net.bits) == 0; });
}

bool is_inside_v6(std::span<const std::uint8_t, 16> ip) {
    constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    constexpr std::array<std::uint8_t, 12> nat64{0, 0x64, 0xff, 0x9b};
    if (std::ranges::equal(ip.first<12>(), mapped) || std::ranges::equal(ip.first<12>(), nat64)) {
        return is_inside_v4(ip.last<4>());
    }
    // Beside the global unicast addresses (RFC 4291 §2.4) there is nothing to ask; 2002::/16 hides a V4 address.
    return (ip[0] & 0xe0) != 0x20 || (ip[0] == 0x20 && ip[1] == 0x02);
}

bool is_inside(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        std::array<std::uint8_t, 4> ip{};
        std::memcpy(ip.data(), &reinterpret_cast<const sockaddr_in&>(address).sin_addr, ip.size());
        return is_inside_v4(ip);
    }
    if (address.sa_family == AF_INET6) {
        std::array<std::uint8_t, 16> ip{};
        std::memcpy(ip.data(), &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, ip.size());
        return is_inside_v6(ip);
    }
    return true;
}

// The address that is really connected to, whatever a name server says from one moment to the next.
extern "C" curl_socket_t open_outside(void* refused, curlsocktype, curl_sockaddr* address) noexcept {
    if (is_inside(address->addr)) {
        *static_cast<bool*>(refused) = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// Whether curl gave up before a byte of the request had left.
bool never_sent(CURL* handle, CURLcode failed) {
    if (failed == CURLE_COULDNT_RESOLVE_HOST || failed == CURLE_COULDNT_RESOLVE_PROXY ||
        failed == CURLE_COULDNT_CONNECT || failed == CURLE_URL_MALFORMAT || failed == CURLE_UNSUPPORTED_PROTOCOL ||
        failed == CURLE_SSL_CONNECT_ERROR || failed == CURLE_PEER_FAILED_VERIFICATION) {
        return true;
    }
    curl_off_t sent = 0;
    long headers = 0;
    ::curl_easy_getinfo(handle, CURLINFO_SIZE_UPLOAD_T, &sent);
    ::curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &headers);
    return sent == 0 && headers == 0;
}

struct FreeCurl {
    void operator()(CURL* handle) const { ::curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const { ::curl_slist_free_all(list); }
};

}  // namespace

Result<HttpAnswer> http_call(const HttpCall& call) {
    const std::unique_ptr<CURL, FreeCurl> handle{::curl_easy_init()};
    if (!handle) {
        return Error{ErrorKind::Internal, "url.unreachable", "libcurl failed to start"};
    }
    HttpAnswer answer;
    std::unique_ptr<curl_slist, FreeList> headers;
    if (!call.token.empty()) {
        headers.reset(::curl_slist_append(nullptr, ("Authorization: Bearer " + call.token).c_str()));
    }
    for (const auto& header : call.headers) {
        if (auto* longer = ::curl_slist_append(headers.get(), header.c_str()); longer != nullptr) {
            static_cast<void>(headers.release());  // the first one stays the head of the longer list
            headers.reset(longer);
        }
    }
    ::curl_easy_setopt(handle.get(), CURLOPT_URL, call.url.c_str());
    ::curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, call.method.c_str());
    ::curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
    ::curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, call.give_up_after_s);
    ::curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    ::curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);  // a signal would hit any thread
    ::curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, &take_body);
    bool refused = false;
    if (call.inside == Inside::Refused) {
        ::curl_easy_setopt(handle.get(), CURLOPT_OPENSOCKETFUNCTION, &open_outside);
        ::curl_easy_setopt(handle.get(), CURLOPT_OPENSOCKETDATA, &refused);
        ::curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");  // a proxy would look the name up, unseen by us
    }
    Body body{answer.body, call.most_bytes};
    ::curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &body);
    if (!call.body.empty()) {
        ::curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
        ::curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, call.body.c_str());
    }
    if (const auto failed = ::curl_easy_perform(handle.get()); failed != CURLE_OK) {
        if (refused) {
            return Error{ErrorKind::Forbidden, "url.inside", call.url + ": an address inside is not asked"};
        }
        return unavailable(never_sent(handle.get(), failed) ? "url.unreachable" : "url.no_answer",
                           call.url + ": " + ::curl_easy_strerror(failed));
    }
    ::curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &answer.status);
    return answer;
}

std::string host_of_url(const std::string& url) {
    struct FreeUrl {
        void operator()(CURLU* one) const { ::curl_url_cleanup(one); }
    };
    const std::unique_ptr<CURLU, FreeUrl> parts{::curl_url()};
    char* text = nullptr;
    if (!parts || ::curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
        ::curl_url_get(parts.get(), CURLUPART_HOST, &text, 0) != CURLUE_OK) {
        return {};
    }
    std::string host{text};
    ::curl_free(text);
    std::ranges::transform(host, host.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

bool is_inside(const std::string& ip) {
    std::array<std::uint8_t, 16> bytes{};
    if (::inet_pton(AF_INET, ip.c_str(), bytes.data()) == 1) {
        return is_inside_v4(std::span{bytes}.first<4>());
    }
    return ::inet_pton(AF_INET6, ip.c_str(), bytes.data()) != 1 || is_inside_v6(bytes);
}

}  // namespace yh::app
