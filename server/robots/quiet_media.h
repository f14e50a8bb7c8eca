#pragma once

#include "calls/ports.h"

namespace yh::robots {

/// A robot says its program and listens to nothing. Thread: the robots' loop.
class QuietMedia final : public calls::MediaEvents {
  public:
    void on_program_finished(calls::CallId, calls::LegId, std::int64_t) override {}
    void on_media_dtmf(calls::LegId, char) override {}
    void on_media_silent(calls::LegId) override {}
    void on_measured(calls::CallId, calls::LegId, model::Quality quality) override {
        ++measured;
        packets += quality.packets_received;
        lost += quality.packets_lost;
    }
    void on_recording_ended(calls::CallId, model::RecordingEnded) override {}

    std::int64_t measured = 0;
    std::int64_t packets = 0;
    std::int64_t lost = 0;
};

}  // namespace yh::robots
