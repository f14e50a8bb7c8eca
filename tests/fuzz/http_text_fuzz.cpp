#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/file_answer.h"
#include "http/server.h"
#include "http/text.h"

// The small words of the protocol: percent-encoding, queries, cookies, ranges, entity tags, endpoints.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace http = yh::http;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto decoded = http::url_decode(text)) {
        if (http::url_decode(http::url_encode(*decoded)) != decoded) {
            __builtin_trap();
        }
    }
    static_cast<void>(http::parse_query(text));
    const auto [found, range] = http::parse_range(text, 1000);
    if (found == http::RangeFound::One && (range.length == 0 || range.first + range.length > 1000)) {
        __builtin_trap();
    }
    static_cast<void>(http::etag_matches(text, "\"a\""));
    static_cast<void>(http::content_disposition(text));
    static_cast<void>(http::Endpoint::parse(text));
    http::Request request;
    request.headers = {{"Cookie", std::string{text}}, {"Authorization", std::string{text}}};
    static_cast<void>(request.cookie("session"));
    static_cast<void>(request.bearer());
    return 0;
}
