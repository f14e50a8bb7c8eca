#pragma once

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "calls/call.h"

namespace yh::calls {

/// All calls that are up, found by call, leg or offer. A call's address is stable until `erase`.
/// Owned by the conductor. Thread: call loop.
class CallBook {
  public:
    struct Place {
        Call* call = nullptr;
        Leg* leg = nullptr;
        explicit operator bool() const { return leg != nullptr; }
    };

    Call& add(Call call) {
        auto owned = std::make_unique<Call>(std::move(call));
        Call& kept = *owned;
        calls_.emplace(kept.id, std::move(owned));
        return kept;
    }

    Leg& add_leg(Call& call, Leg leg) {
        call_of_leg_.emplace(leg.id, &call);
        if (leg.offer) {
            leg_of_offer_.insert_or_assign(leg.offer, leg.id);  // the offer may ring over the next trunk
        }
        if (leg.user) {
            auto& calls = calls_of_user_[leg.user];
            std::erase(calls, call.id);
            calls.insert(leg.knocks ? calls.begin() : calls.end(), call.id);
        }
        call.legs.push_back(std::move(leg));
        return call.legs.back();
    }

    Call* find(model::CallId id) {
        const auto at = calls_.find(id);
        return at == calls_.end() ? nullptr : at->second.get();
    }

    const Call* find(model::CallId id) const {
        const auto at = calls_.find(id);
        return at == calls_.end() ? nullptr : at->second.get();
    }

    Place find(model::LegId id) {
        const auto at = call_of_leg_.find(id);
        return at == call_of_leg_.end() ? Place{} : Place{at->second, at->second->find(id)};
    }

    Place find(model::OfferId id) {
        const auto at = leg_of_offer_.find(id);
        return at == leg_of_offer_.end() ? Place{} : find(at->second);
    }

    /// The call that the user's device is in, rings for, or is awaited by; of several the newest, and one that only
    /// knocks after those. None: idle.
    model::CallId call_of(model::UserId user) const {
        const auto at = calls_of_user_.find(user);
        return at == calls_of_user_.end() ? model::CallId{} : at->second.back();
    }

    /// The user's device has turned to this one of its calls.
    void turn_to(model::UserId user, model::CallId call) {
        const auto at = calls_of_user_.find(user);
        if (at != calls_of_user_.end() && std::erase(at->second, call) > 0) {
            at->second.push_back(call);
        }
    }

    /// The user has no part in this call any more.
    void part(model::UserId user, model::CallId call) {
        const auto at = calls_of_user_.find(user);
        if (at != calls_of_user_.end() && std::erase(at->second, call) > 0 && at->second.empty()) {
            calls_of_user_.erase(at);
        }
    }

    void erase(model::CallId id) {
        const auto at = calls_.find(id);
        if (at == calls_.end()) {
            return;
        }
        for (const auto& leg : at->second->legs) {
            call_of_leg_.erase(leg.id);
            leg_of_offer_.erase(leg.offer);
            part(leg.user, id);
        }
        calls_.erase(at);
    }

    std::vector<model::CallId> ids() const {
        std::vector<model::CallId> all;
        all.reserve(calls_.size());
        for (const auto& [id, call] : calls_) {
            all.push_back(id);
        }
        return all;
    }

    const std::unordered_map<model::CallId, std::unique_ptr<Call>>& all() const { return calls_; }
    std::size_t size() const { return calls_.size(); }

  private:
    std::unordered_map<model::CallId, std::unique_ptr<Call>> calls_;
    std::unordered_map<model::LegId, Call*> call_of_leg_;
    std::unordered_map<model::OfferId, model::LegId> leg_of_offer_;
    std::unordered_map<model::UserId, std::vector<model::CallId>> calls_of_user_;  ///< hardly ever more than one
};

}  // namespace yh::calls
