#include <algorithm>
#include <array>

#include "media/negotiation.h"

// Which codecs to speak, and in which order.
namespace yh::media {

PayloadMeaning meaning_of(CodecKind codec) {
    switch (codec) {
        case CodecKind::Pcma:
            return PayloadMeaning::Pcma;
        case CodecKind::Pcmu:
            return PayloadMeaning::Pcmu;
        case CodecKind::G722:
            return PayloadMeaning::G722;
        case CodecKind::Opus:
            return PayloadMeaning::Opus;
    }
    return PayloadMeaning::Unknown;
}

std::optional<CodecKind> codec_of(PayloadMeaning meaning) {
    switch (meaning) {
        case PayloadMeaning::Pcma:
            return CodecKind::Pcma;
        case PayloadMeaning::Pcmu:
            return CodecKind::Pcmu;
        case PayloadMeaning::G722:
            return CodecKind::G722;
        case PayloadMeaning::Opus:
            return CodecKind::Opus;
        case PayloadMeaning::Unknown:
        case PayloadMeaning::Event:
        case PayloadMeaning::ComfortNoise:
            return std::nullopt;
    }
    return std::nullopt;
}

std::vector<CodecKind> codec_order_for_answer(std::optional<CodecKind> like) {
    std::vector<CodecKind> order{CodecKind::Pcma, CodecKind::Pcmu, CodecKind::G722, CodecKind::Opus};
    if (like) {
        std::rotate(order.begin(), std::ranges::find(order, *like), std::ranges::find(order, *like) + 1);
    }
    return order;
}

std::vector<CodecKind> with_opus_first(std::vector<CodecKind> order) {
    std::erase(order, CodecKind::Opus);
    order.insert(order.begin(), CodecKind::Opus);
    return order;
}

std::vector<CodecKind> codec_order_of(const std::vector<std::string>& names, std::optional<CodecKind> like) {
    static constexpr std::array<std::pair<std::string_view, CodecKind>, 4> known{{
        {"PCMA", CodecKind::Pcma},
        {"PCMU", CodecKind::Pcmu},
        {"G722", CodecKind::G722},
        {"opus", CodecKind::Opus},
    }};
    std::vector<CodecKind> order;
    for (const auto& name : names) {
        const auto found = std::ranges::find(known, std::string_view{name}, &decltype(known)::value_type::first);
        if (found != known.end()) {
            order.insert(like == found->second ? order.begin() : order.end(), found->second);
        }
    }
    return order;
}

std::vector<CodecKind> codec_order_for_offer(std::optional<CodecKind> like) {
    auto order = codec_order_for_answer(like);
    if (like) {
        std::erase_if(order, [&](CodecKind codec) { return codec != *like && !is_g711(codec); });
    }
    return order;
}

}  // namespace yh::media
