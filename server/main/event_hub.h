#pragma once

#include <vector>

#include "calls/ports.h"

namespace yh::app {

/// Passes each event to everybody who follows the stream, in the order they were added. Thread: call loop.
class EventHub final : public calls::EventSink {
  public:
    void follow(calls::EventSink& sink) { sinks_.push_back(&sink); }
    void on_event(const model::Event& event) override {
        for (auto* sink : sinks_) {
            sink->on_event(event);
        }
    }

  private:
    std::vector<calls::EventSink*> sinks_;
};

}  // namespace yh::app
