#include <cstdint>
#include <cstdlib>
#include <vector>

#include "media/rtcp.h"

// Any bytes as a compound packet; a report block that was read must survive being written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace yh;
    constexpr std::uint32_t ours = 0x01020304;
    const auto news = media::parse_rtcp({data, size}, ours);
    if (!news || !news->about_us) {
        return 0;
    }
    std::vector<std::uint8_t> out(media::max_rtcp_bytes);
    const auto bytes = media::write_rtcp(out, 9, {}, news->about_us, "yinghe", media::Goodbye::No);
    const auto again = media::parse_rtcp(std::span{out}.first(bytes), ours);
    if (!again || !again->about_us || again->about_us->cumulative_lost != news->about_us->cumulative_lost ||
        again->about_us->delay_since_last_sr != news->about_us->delay_since_last_sr) {
        std::abort();
    }
    return 0;
}
