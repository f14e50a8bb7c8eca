#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "media/sdes.h"
#include "media/srtp.h"

namespace {

using namespace yh::media;  // a fuzz entry point is no header

SrtpContext context_of(SrtpProfile profile) {
    const auto& info = srtp_profile_info(profile);
    const std::vector<std::uint8_t> master(info.key_bytes + info.salt_bytes, 0x5A);
    return SrtpContext::create(profile, master).value();
}

}  // namespace

/// The first byte chooses the profile and the act; the rest is a packet from the network, or an a=crypto value.
/// What we protect ourselves must be accepted and come back unchanged.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const auto profile = static_cast<SrtpProfile>(data[0] % 3);
    const std::vector<std::uint8_t> plain(data + 1, data + size);
    auto packet = plain;
    if (data[0] / 3 % 3 == 2) {
        const std::string_view text{reinterpret_cast<const char*>(plain.data()), plain.size()};
        if (const auto crypto = parse_sdes_crypto(text); crypto.ok()) {
            YH_ASSERT(parse_sdes_crypto(format_sdes_crypto(*crypto)).ok());
        }
        return 0;
    }
    auto receiver = context_of(profile);
    (void)receiver.unprotect(packet);
    packet = plain;
    (void)receiver.unprotect_rtcp(packet);

    const bool rtcp = data[0] / 3 % 3 == 1;
    auto sender = context_of(profile);
    packet = plain;
    packet.resize(plain.size() + srtp_growth_bytes);
    const auto length = rtcp ? sender.protect_rtcp(packet, plain.size()) : sender.protect(packet, plain.size());
    if (length.ok()) {
        packet.resize(*length);
        auto fresh = context_of(profile);
        const auto back = rtcp ? fresh.unprotect_rtcp(packet) : fresh.unprotect(packet);
        YH_ASSERT(back.ok() && *back == plain.size());
        packet.resize(*back);
        YH_ASSERT(packet == plain);
    }
    return 0;
}
