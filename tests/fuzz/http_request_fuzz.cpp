#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/request_parser.h"

// Any bytes, cut in two at the place that the first byte names, as one connection would read them: the parser must
// always move on or stop, and never keep more than it was allowed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using yh::http::RequestParser;
    if (size < 2) {
        return 0;
    }
    constexpr std::size_t body_limit = 4096;
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
    const auto cut = bytes.size() * data[0] / 256;
    RequestParser parser{{.header_bytes = 2048}};
    std::string pending;
    for (const auto part : {bytes.substr(0, cut), bytes.substr(cut)}) {
        pending += part;
        for (bool more = true; more;) {
            const auto fed = parser.feed(pending);
            pending.erase(0, fed.consumed);
            switch (fed.progress) {
                case RequestParser::Progress::NeedMore:
                    more = false;
                    break;
                case RequestParser::Progress::HeaderDone:
                    parser.keep_body(body_limit);
                    break;
                case RequestParser::Progress::Done:
                    if (parser.request().body.size() > body_limit) {
                        __builtin_trap();
                    }
                    parser.reset();
                    more = !pending.empty();
                    break;
                case RequestParser::Progress::Failed:
                    return 0;
            }
        }
    }
    return 0;
}
