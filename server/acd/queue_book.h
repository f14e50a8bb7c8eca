#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "acd/agent_book.h"
#include "acd/queue.h"
#include "model/directory.h"

namespace yh::acd {

/// All queues and who belongs to them. Owned by the Distributor. Thread: call loop.
class QueueBook {
  public:
    explicit QueueBook(AgentBook& agents) : agents_(agents) {}

    Queue* find(QueueId id) const;
    /// The queues that the directory no longer has, in the order in which they came.
    std::vector<Queue*> vanished(const model::Directory& directory) const;
    /// The queue must hold no call any more.
    void remove(Queue& queue);
    /// Takes over a queue's settings and members; returns the agents who are no longer members.
    std::vector<Agent*> configure(const model::Queue& settings, const model::Directory& directory);
    /// Those whose calls must learn of new rules of waiting (Queue::service_changed), which is taken back by this.
    std::vector<Queue*> take_service_changed();
    /// Takes a vanished agent out of all queues.
    void remove_memberships(Agent& agent);

  private:
    struct Wanted {
        Agent* agent = nullptr;
        int penalty = 0;
        int skill_level = 0;
    };

    static void set_service(Queue& queue, const model::Queue& settings, const model::Directory& directory);
    std::vector<Wanted> wanted_members(const model::Queue& settings) const;
    static bool same_members(const Queue& queue, const std::vector<Wanted>& wanted);
    void leave_index(Queue& queue);
    std::vector<Agent*> replace_members(Queue& queue, const std::vector<Wanted>& wanted);
    std::unique_ptr<Membership> join(Queue& queue, Agent& agent);
    void part(Membership& member);

    AgentBook& agents_;
    std::unordered_map<QueueId, Queue*> by_id_;
    std::vector<std::unique_ptr<Queue>> queues_;
};

}  // namespace yh::acd
