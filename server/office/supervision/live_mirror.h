#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "http/websocket.h"
#include "model/directory.h"
#include "office/supervision/live_tap.h"
#include "office/supervision/live_views.h"

namespace yh::office::supervision {

/// The feed's own copy of live truth, with the text of each object made once, when the first viewer needs it. A
/// snapshot for a page that has just opened therefore costs the call loop nothing. Owned by LiveFeed. Thread: home.
class LiveMirror {
  public:
    struct CallEntry {
        model::LiveCall call;
        std::unordered_set<model::UserId> people;  ///< all who ever had a part: they may see its record
        /// As each sort of viewer may know it; empty: to be made again.
        std::array<http::SharedText, 12> texts;
    };
    struct AgentEntry {
        model::LiveAgent agent;
        http::SharedText text;
    };
    struct QueueEntry {
        model::LiveQueue queue;
        http::SharedText text;
        http::SharedText hidden_text;  ///< the same without the callers' numbers
    };

    /// `seal` makes what stands for hidden numbers, and outlives this.
    explicit LiveMirror(const people::NumberSeal& seal) : seal_{seal} {}

    void set_directory(model::DirectoryPtr directory);
    void set(const model::LiveSnapshot& whole);
    void clear();

    /// The entry after the change.
    CallEntry& set(model::LiveCall call);
    AgentEntry& set(model::LiveAgent agent);
    QueueEntry& set(model::LiveQueue queue);
    /// Takes the call out; nothing when it was never seen.
    std::optional<CallEntry> take(model::CallId id);

    CallEntry* find(model::CallId id);
    AgentEntry* find(model::UserId id);
    QueueEntry* find(model::QueueId id);
    /// Whose counts change with this agent.
    const std::vector<model::QueueId>& queues_of(model::UserId agent) const;
    void counts_changed(model::QueueId id);

    /// As a viewer of its company who sees like this may know it. A company hides its numbers in one way.
    const http::SharedText& text_of(CallEntry& entry, const Sight& sight) const;
    /// Null when the person is no longer in the directory.
    const http::SharedText& text_of(AgentEntry& entry) const;
    http::SharedText text_of(QueueEntry& entry, const Sight& sight, std::int64_t now_ms) const;

    auto& calls() { return calls_; }
    auto& agents() { return agents_; }
    auto& queues() { return queues_; }
    const model::Directory& directory() const { return *directory_; }

  private:
    http::SharedText text_for(const QueueEntry& entry, const model::Queue& queue, const Sight& sight,
                              std::int64_t now_ms) const;
    void count(model::LiveQueue& picture, const model::Queue& queue) const;

    const people::NumberSeal& seal_;
    model::DirectoryPtr directory_;
    std::unordered_map<model::CallId, CallEntry> calls_;
    std::unordered_map<model::UserId, AgentEntry> agents_;
    std::unordered_map<model::QueueId, QueueEntry> queues_;
    std::unordered_map<model::UserId, std::vector<model::QueueId>> queues_of_;
};

}  // namespace yh::office::supervision
