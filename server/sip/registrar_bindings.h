#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/timer_queue.h"
#include "model/ids.h"
#include "sip/wire.h"

namespace yh::sip {

/// One device's registered contact (RFC 3261 §10).
struct Binding {
    std::string contact;  ///< URI as registered: what our requests carry
    std::string call_id;
    std::uint32_t cseq = 0;
    std::vector<std::string> path;  ///< Path values (RFC 3327), as Route
    std::string instance;           ///< +sip.instance with reg-id (RFC 5626): the same device again
    std::string user_agent;
    Hop hop;  ///< where the REGISTER came from
    MonoTime expires_at;
    TimerId timer;
};

/// The location service: who is reachable where. Told changes of "reachable at all" go to the listener. Owned by the
/// registrar. Thread: call loop.
class BindingTable {
  public:
    using Listener = std::function<void(model::UserId, bool online)>;

    BindingTable(const Clock& clock, TimerQueue& timers, Listener listener)
        : clock_{clock}, timers_{timers}, listener_{std::move(listener)} {}
    ~BindingTable();
    BindingTable(const BindingTable&) = delete;
    BindingTable& operator=(const BindingTable&) = delete;

    /// Live bindings, newest last; empty when offline.
    const std::vector<Binding>& of(model::UserId user) const;
    /// The one with an equivalent contact or the same instance; null: none.
    const Binding* find(model::UserId user, std::string_view contact, std::string_view instance) const;
    /// Adds it, or replaces the one that `find` finds.
    void put(model::UserId user, Binding binding, Duration lifetime);
    void remove(model::UserId user, std::string_view contact);
    void remove_all(model::UserId user);
    /// A connection broke: contacts that can only be reached through it are gone.
    void remove_flow(FlowId flow);
    /// Removes the users for whom this says so.
    void remove_users(const std::function<bool(model::UserId)>& gone);
    std::size_t size() const { return count_; }

  private:
    void remove_if(model::UserId user, const std::function<bool(const Binding&)>& which);

    const Clock& clock_;
    TimerQueue& timers_;
    const Listener listener_;
    std::unordered_map<model::UserId, std::vector<Binding>> bindings_;
    std::size_t count_ = 0;
};

}  // namespace yh::sip
