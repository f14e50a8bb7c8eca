#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "acd/call.h"
#include "acd/moment.h"
#include "acd/queue.h"

namespace yh::acd {

/// All waiting calls and their places in the queues. Owned by the Distributor. Thread: call loop.
class CallBook {
  public:
    explicit CallBook(Moment& moment) : moment_(moment) {}

    Call* find(CallId id) const;
    /// Lets the call in at its place; it needs an agent from now on.
    Call& open(const CallEntered& entered, Queue& queue);
    /// The call waits in another queue now, at its place there, and needs an agent; it must not ring.
    void move(Call& call, Queue& to);
    /// Its place in the queue by this priority, and who rings first from now on.
    void know(Call& call, int priority, UserId preferred);
    /// Calls that move on when what rings comes to nothing do so no longer; which these were.
    std::vector<CallId> forget_overflows();
    /// The call has left the queue; whatever rang for it has ended before.
    void close(Call& call);

    /// The call rings nowhere: it stands among the unserved, and the matcher will look for an agent.
    void need_agent(Call& call);
    void set_served(Call& call) { call.queue->unserved.erase(&call); }
    /// Those which came to need an agent in this moment, in the order of service.
    std::vector<Call*> take_needing();

  private:
    Moment& moment_;
    std::unordered_map<CallId, std::unique_ptr<Call>> calls_;
    std::vector<Call*> needing_;
    std::uint64_t arrivals_ = 0;
};

}  // namespace yh::acd
