#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "sip/message_framer.h"

namespace {

using yh::sip::StreamFramer;

/// The first byte says how large the pieces are in which the rest arrives.
std::string cut(std::string_view stream, std::size_t piece) {
    StreamFramer framer;
    std::string messages;
    while (!stream.empty()) {
        const auto now = std::min(piece, stream.size());
        framer.feed(stream.substr(0, now));
        stream.remove_prefix(now);
        for (auto next = framer.next(); next.event != StreamFramer::Event::NeedMore; next = framer.next()) {
            if (next.event == StreamFramer::Event::Broken) {
                return messages;
            }
            messages += next.message;
        }
    }
    return messages;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const std::string_view stream{reinterpret_cast<const char*>(data) + 1, size - 1};
    // How the network cuts the stream must not change what is read from it.
    YH_ASSERT(cut(stream, 1U + data[0]) == cut(stream, stream.size()));
    return 0;
}
