#include <utility>

#include "media/session.h"

// How loud everybody of a supervised call is.
namespace yh::media {

// The frames are those that are mixed for who supervises, decoded once: a meter costs a sum a frame.
void Session::meter(std::uint64_t tick_number) {
    constexpr std::uint64_t frames_told = 25;  // half a second
    for (auto& seat : legs_) {
        if (auto* ear = seat.leg->ear()) {
            seat.loudness.add(ear->frame(tick_number));
        }
    }
    if (tick_number % frames_told != 0) {
        return;
    }
    CallMetered told{call_, {}};
    for (auto& seat : legs_) {
        told.legs.push_back({seat.leg->id(), seat.loudness.take_level(), line_now(seat)});
    }
    host_.notices.emplace_back(std::move(told));
}

// What was bad ten minutes ago does not make a line bad now.
double Session::line_now(Seat& seat) {
    const auto whole = seat.leg->quality();
    const auto loss = seat.loss.percent(whole.packets_received, whole.packets_lost);
    if (!seat.leg->agreement() || whole.packets_received == 0) {
        return 0;
    }
    return estimate_mos(seat.leg->agreement()->codec, loss, whole.jitter_ms, whole.round_trip_ms);
}

}  // namespace yh::media
