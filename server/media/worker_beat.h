#pragma once

#include <cstdint>

#include "base/clock.h"
#include "media/worker_poller.h"

namespace yh::media {

/// The worker's pulse: a descriptor in its poll set that becomes readable at a steady pace. A time limit on every wait
/// would do the same, but costs a timer programmed and cancelled per wake-up, which is dear on a virtual machine.
/// Owned by a media worker or its browser port. Thread: that worker's.
class Beat : public Pollable {
  public:
    /// Error: media.no_socket.
    Result<void> start(Poller& poller);
    /// Zero stops it. Does nothing when the pace is the same.
    void set_pace(Duration pace);
    Duration pace() const { return pace_; }

  protected:
    virtual void on_beat(MonoTime) {}

  private:
    void on_readable(ReceiveContext& context) final;

    SocketHandle timer_;
    Duration pace_{0};
};

}  // namespace yh::media
