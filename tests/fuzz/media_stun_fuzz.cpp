#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "media/ice_lite.h"
#include "media/stun.h"
#include "media/stun_writer.h"

// Any datagram as a STUN message, and any text as what a signed check carries. Nobody moves a leg without its password,
// and what we answer must be readable.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace yh::media;
    const auto source = *SocketAddress::parse("192.0.2.1", 5000);
    const IceCredentials ours{.ufrag = "evtj", .password = "a password that no input contains"};
    std::array<std::uint8_t, 256> reply{};

    IceLite ice{ours};
    if (const auto message = parse_stun({data, size})) {
        const auto answer = ice.on_request(*message, source, reply);
        if (ice.target() || (answer.bytes != 0 && !parse_stun(std::span{reply}.first(answer.bytes)))) {
            std::abort();
        }
    }

    // The same bytes as attributes inside a message that is properly signed.
    std::array<std::uint8_t, 1200> signed_check{};
    StunWriter writer{signed_check, StunClass::Request, StunTransaction{1}};
    writer.add_text(StunAttribute::Username, ours.ufrag + ":them");
    for (std::size_t at = 0; at + 3 <= size;) {
        const auto type = static_cast<StunAttribute>((data[at] << 8) | data[at + 1]);
        const std::size_t length = std::min<std::size_t>(data[at + 2], size - at - 3);
        writer.add(type, {data + at + 3, length});
        at += 3 + length;
    }
    writer.sign(ours.password);
    const auto bytes = writer.finish();
    if (const auto message = parse_stun(std::span{signed_check}.first(bytes))) {
        const auto answer = ice.on_request(*message, source, reply);
        if (answer.bytes != 0 && !parse_stun(std::span{reply}.first(answer.bytes))) {
            std::abort();
        }
    }
    return 0;
}
