#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "media/negotiation.h"
#include "media/sdp.h"

// Any text as an offer and as an answer. What was read and written must be readable again, and an answer that we wrote
// must be one that our own offering side understands.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace yh;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto sdp = media::parse_sdp(text)) {
        if (!media::parse_sdp(media::write_sdp(*sdp)).ok() && media::write_sdp(*sdp).size() < 16'000) {
            std::abort();
        }
    }
    for (const auto security :
         {calls::MediaSecurity::None, calls::MediaSecurity::SdesOptional, calls::MediaSecurity::Sdes}) {
        media::Negotiation answering{"192.0.2.1", 20000, 1};
        const auto answered =
            answering.answer(text, {.order = media::codec_order_for_answer({}), .security = security});
        if (answered && !media::parse_sdp(answered->sdp)) {
            std::abort();
        }
        media::Negotiation offering{"192.0.2.1", 20000, 1};
        offering.offer({.order = media::codec_order_for_offer({}), .security = security});
        static_cast<void>(offering.accept(text));
        answering.offer({.order = media::codec_order_for_offer({}), .security = security});
    }
    // The same as from a browser.
    const media::BrowserSide side{.fingerprint = {}, .addresses = {"192.0.2.1"}};
    media::Negotiation answering{"192.0.2.1", 20000, 1, side};
    const auto answered = answering.answer(text, {.order = media::codec_order_for_answer({}), .security = {}});
    if (answered && (!media::parse_sdp(answered->sdp) || !answered->agreement.browser)) {
        std::abort();
    }
    if (media::offers_browser_media(text) && !answered && answered.error().code == "sdp.malformed") {
        std::abort();
    }
    media::Negotiation offering{"192.0.2.1", 20000, 1, side};
    offering.offer({.order = media::codec_order_for_offer({}), .security = calls::MediaSecurity::WebRtc});
    static_cast<void>(offering.accept(text));
    return 0;
}
