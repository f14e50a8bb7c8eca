#include "media/leg_quality.h"

#include <algorithm>
#include <utility>

namespace yh::media {
namespace {

/// How a codec takes loss (ITU-T G.113 appendix I): impairment without loss, and robustness against it.
struct Robustness {
    double impairment;
    double loss_factor;
};

Robustness robustness_of(CodecKind codec) {
    switch (codec) {
        case CodecKind::Pcma:
        case CodecKind::Pcmu:
            return {0, 25.1};  // with concealment, as all telephones have today
        case CodecKind::G722:
            return {0, 20};
        case CodecKind::Opus:
            return {0, 30};
    }
    return {0, 25.1};
}

}  // namespace

double estimate_mos(CodecKind codec, double loss_percent, double jitter_ms, double round_trip_ms) {
    const auto [impairment, loss_factor] = robustness_of(codec);
    // The receiver's buffer waits for about twice the jitter, and holds two frames at least.
    const double delay_ms = round_trip_ms / 2 + std::max(40.0, 2 * jitter_ms);
    const double delay_loss = 0.024 * delay_ms + (delay_ms > 177.3 ? 0.11 * (delay_ms - 177.3) : 0);
    const double equipment = impairment + (95 - impairment) * loss_percent / (loss_percent + loss_factor);
    const double r = std::clamp(93.2 - delay_loss - equipment, 0.0, 100.0);
    return std::clamp(1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6, 1.0, 4.5);
}

double RecentLoss::percent(std::int64_t received, std::int64_t lost) {
    if (!std::exchange(begun_, true)) {
        readings_.fill({received, lost});
    }
    const auto before = std::exchange(readings_[oldest_], Reading{received, lost});
    oldest_ = (oldest_ + 1) % readings_.size();
    // A packet that was given up for lost may come after all.
    const auto lost_since = std::max<std::int64_t>(lost - before.lost, 0);
    const auto all_since = lost_since + std::max<std::int64_t>(received - before.received, 0);
    return all_since == 0 ? 0 : 100.0 * static_cast<double>(lost_since) / static_cast<double>(all_since);
}

}  // namespace yh::media
