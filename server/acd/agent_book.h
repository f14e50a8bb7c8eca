#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "acd/agent.h"
#include "acd/moment.h"
#include "model/directory.h"

namespace yh::acd {

struct Queue;

/// All agents: their states, activities and wrap-up, and through `refresh` who stands in which queue's index.
/// Owned by the Distributor. Thread: call loop.
class AgentBook {
  public:
    explicit AgentBook(Moment& moment) : moment_(moment) {}

    Agent* find(UserId id) const;
    const std::vector<std::unique_ptr<Agent>>& all() const { return agents_; }

    /// Takes over the settings of all users; returns those who vanished, who are to be let go by `forget`.
    std::vector<std::unique_ptr<Agent>> configure(const model::Directory& directory);
    /// Signs the vanished agent out for the records.
    void forget(Agent& agent);

    /// At once, whatever the agent does. Asking again for the same state and reason changes nothing, except that
    /// a wrap-up asked for by hand lasts until another state is asked for.
    void set_state(Agent& agent, model::AgentState to, const std::string& reason);
    void set_activity(Agent& agent, model::AgentActivity activity);
    /// The call or the offer is over: idle, and in the state asked for meanwhile.
    void become_idle(Agent& agent);
    /// Wrap-up, if the agent wraps up and was ready; it ends by itself.
    void begin_wrap_up(Agent& agent);
    /// Whose after-call work is over, or never began: the queue learns how long it took.
    void note_after_call(Agent& agent);
    void set_device(Agent& agent, bool online);
    /// The device failed us: as good as offline for a while.
    void mark_unreachable(Agent& agent);
    /// The device is in a call that we do not know of.
    void mark_busy(Agent& agent);
    void set_paused(Membership& member, bool paused, const std::string& reason);
    /// The agent answered, or missed, a call: last among those who have been idle longest.
    void lose_turn(Agent& agent) { agent.idle_since = moment_.now; }

    /// Puts the agent into the indexes of the agent's queues, or takes the agent out, as the state demands.
    void refresh(Agent& agent);
    void refresh(Membership& member);

    /// The matcher will look for a call for this agent again, although nothing about the agent has changed.
    void look_again(Agent& agent);
    /// Who became offerable in this moment, in that order.
    std::vector<Agent*> take_freed();
    /// Queues whose last signed-in member has left in this moment.
    std::vector<Queue*> take_emptied();
    void forget_queue(const Queue& queue);
    void count_signed_in(Queue& queue, int change);

  private:
    void restart(TimerId& timer, Duration after, Task task);

    Moment& moment_;
    std::vector<std::unique_ptr<Agent>> agents_;  ///< in the order of the directory
    std::unordered_map<UserId, Agent*> by_id_;
    std::vector<Agent*> freed_;
    std::vector<Queue*> emptied_;
};

}  // namespace yh::acd
