#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "acd/acd.h"
#include "acd/rules.h"

namespace yh::acd::testing {

/// Follows an Acd from outside, by inputs and effects alone, and knows what must never happen. `look_closely`
/// compares the whole picture; everything else is checked at every step at little cost.
class Shadow {
  public:
    explicit Shadow(Acd& acd) : acd_(acd) {}

    struct Agent {
        model::AgentState state = model::AgentState::Offline;
        model::AgentActivity activity = model::AgentActivity::Idle;
        bool online = false;
        MonoTime not_before;  ///< after a busy or unreachable device
        bool unreachable = false;
        OfferId offer;
        std::set<QueueId> paused;
    };
    struct Call {
        QueueId queue;
        int priority = 0;
        MonoTime waits_since;
        std::uint64_t arrival = 0;
        UserId preferred;
        MonoTime deadline;
        std::set<OfferId> offers;
        std::map<UserId, MonoTime> missed;  ///< and not to be offered again before
        MonoTime entered;
        bool callback = false;
        std::set<QueueId> been;
    };
    struct Offered {
        CallId call;
        UserId agent;
        MonoTime deadline;
    };

    std::vector<Effect> apply(const Input& input, MonoTime now) {
        now_ = now;
        std::visit([this](const auto& what) { before(what); }, input);
        return follow(acd_.apply(input, now));
    }
    std::vector<Effect> wake(MonoTime now) {
        now_ = now;
        auto effects = follow(acd_.wake(now));
        check(offer_deadlines_.empty() || offer_deadlines_.begin()->first > now, "an offer rings too long");
        check(!acd_.next_wake() || *acd_.next_wake() > now, "wake left something undone");
        return effects;
    }
    /// Compares everything; and nobody waits for whom somebody is free.
    void look_closely();

    const std::vector<std::string>& broken() const { return broken_; }
    const std::unordered_map<CallId, Call>& waiting() const { return calls_; }
    const std::unordered_map<OfferId, Offered>& offers() const { return offers_; }
    const Agent* find_agent(UserId id) const {
        const auto at = agents_.find(id);
        return at == agents_.end() ? nullptr : &at->second;
    }
    std::uint64_t entered = 0, refused_entry = 0, connected = 0, ejected = 0, left = 0, moved = 0;

  private:
    void check(bool holds, const char* what) {
        if (!holds && broken_.size() < 20) {
            broken_.push_back(std::string{what} + " at " + std::to_string(to_ms(now_ - MonoTime{})) + " ms");
        }
    }

    template <class T>
    void before(const T&) {}
    void before(const Configured& configured) {
        directory_ = configured.directory;
        members_.clear();
        for (const auto& queue : directory_->queues) {
            for (const auto& member : queue.members) {
                members_[queue.id].insert(member.user);
            }
        }
        for (auto& [id, agent] : agents_) {
            if (directory_->find_user(id) == nullptr) {
                vanishing_.insert(id);
            }
            std::erase_if(agent.paused, [&, who = id](QueueId queue) { return !members_[queue].contains(who); });
        }
        for (const auto& user : directory_->users) {
            agents_.try_emplace(user.id);
        }
    }
    void before(const CallEntered& in) {
        entering_ = in;
        if (auto at = calls_.find(in.call); at != calls_.end()) {
            moved_ = at->second;  // its offers will be withdrawn under its old name
        }
    }
    void before(const CallLeft& in) { leaving_ = in.call; }
    void before(const OfferAccepted& in) { accepting_ = in.offer; }
    void before(const CallTaken& in) { taking_ = in; }
    void before(const CallKnown& in) {
        if (const auto at = calls_.find(in.call); at != calls_.end()) {
            at->second.preferred = in.preferred_agent;
            if (at->second.priority != rules::head_of_queue) {
                at->second.priority = in.priority;
            }
        }
    }
    void before(const OfferFailed& in) {
        const auto at = offers_.find(in.offer);
        if (at == offers_.end()) {
            return;
        }
        auto& agent = agents_[at->second.agent];
        if (in.outcome == model::OfferOutcome::Busy) {
            agent.unreachable = false;
            agent.not_before = now_ + rules::busy_pause;
        } else if (in.outcome == model::OfferOutcome::Unreachable) {
            agent.unreachable = true;
            agent.not_before = std::max(agent.not_before, now_ + rules::unreachable_pause);
        } else {
            calls_[at->second.call].missed[at->second.agent] = now_ + rules::refused_pause;
        }
        forget_offer(in.offer);
    }
    void before(const DeviceOnline& in) {
        if (const auto at = agents_.find(in.agent); at != agents_.end()) {
            at->second.online = in.online;
            // Registering again heals an unreachable device; a busy one keeps its pause, which is the shorter.
            if (std::exchange(at->second.unreachable, false)) {
                at->second.not_before = MonoTime{};
            }
        }
    }

    std::vector<Effect> follow(std::vector<Effect> effects) {
        made_.clear();
        for (const auto& effect : effects) {
            std::visit([this](const auto& e) { on(e); }, effect);
        }
        if (leaving_) {
            if (const auto at = calls_.find(leaving_); at != calls_.end()) {
                check(at->second.offers.empty(), "a call left while it rang");
                calls_.erase(at);
                ++left;
            }
        }
        for (const auto& [call, agent] : made_) {
            check_order(call, agent);
        }
        for (const auto id : std::exchange(vanishing_, {})) {
            check(agents_[id].state == model::AgentState::Offline && !agents_[id].offer, "vanished, but not let go");
            agents_.erase(id);
        }
        entering_.reset();
        moved_.reset();
        leaving_ = {};
        accepting_ = {};
        taking_.reset();
        return effects;
    }

    void on(const Entered& e) {
        check(entering_ && entering_->call == e.call && entering_->queue == e.queue, "somebody else entered");
        check(!calls_.contains(e.call) || (moved_ && calls_[e.call].offers.empty()), "entered twice, or ringing");
        left += moved_ ? 1 : 0;
        const auto& queue = *directory_->find_queue(e.queue);
        const bool patient = queue.max_wait <= Duration{0} || entering_->callback;
        calls_[e.call] = {e.queue,
                          entering_->returned ? rules::head_of_queue : entering_->priority,
                          now_ - std::max(entering_->waited_before, Duration{0}),
                          ++entered,
                          entering_->preferred_agent,
                          patient ? MonoTime::max() : now_ + queue.max_wait,
                          {},
                          {},
                          now_,
                          entering_->callback,
                          {}};
        check(e.position >= 1 && e.position <= static_cast<int>(calls_.size()), "a place outside of the queue");
    }
    void on(const Offer& e) {
        const auto call = calls_.find(e.call);
        check(call != calls_.end() && call->second.queue == e.queue, "an offer of no waiting call");
        check(e.offer > last_offer_, "offer ids do not rise");
        last_offer_ = e.offer;
        auto& agent = agents_[e.agent];
        check(agent.state == model::AgentState::Ready, "an offer to an agent who is not ready");
        check(agent.activity == model::AgentActivity::Idle && !agent.offer, "an offer to an agent with a call");
        check(agent.online && agent.not_before <= now_, "an offer to an unreachable device");
        check(!agent.paused.contains(e.queue), "an offer in a paused queue");
        if (call == calls_.end()) {
            return;
        }
        const auto& queue = *directory_->find_queue(e.queue);
        const bool member = members_[e.queue].contains(e.agent);
        const bool preferred = call->second.preferred == e.agent;
        check(member || preferred, "an offer to an outsider");
        check(preferred || skill_of(queue, e.agent) >= required_skill(call->second, queue),
              "an offer without the skill");
        check(call->second.offers.empty() || queue.strategy == model::Strategy::RingAll, "one call, two offers");
        check(now_ < call->second.deadline || !timers_ran_to(call->second.deadline),
              "an offer after the end of patience");
        const auto missed = call->second.missed.find(e.agent);
        check(missed == call->second.missed.end() || missed->second <= now_, "offered again too soon");
        agent.offer = e.offer;
        call->second.offers.insert(e.offer);
        const auto deadline = queue.ring_timeout > Duration{0} ? now_ + queue.ring_timeout : MonoTime::max();
        offers_[e.offer] = {e.call, e.agent, deadline};
        offer_deadlines_.insert({deadline, e.offer});
        made_.push_back({e.call, e.agent});
    }
    void on(const Withdraw& e) {
        const auto at = offers_.find(e.offer);
        check(at != offers_.end() && at->second.call == e.call && at->second.agent == e.agent,
              "withdraws what was no offer");
        if (at != offers_.end() && e.outcome == model::OfferOutcome::NoAnswer) {
            check(at->second.deadline <= now_, "withdrawn before the ring time was over");
            calls_[e.call].missed[e.agent] = now_;
        }
        forget_offer(e.offer);
    }
    void on(const Connect& e) {
        const auto at = offers_.find(e.offer);
        const bool accepted = e.offer && e.offer == accepting_ && at != offers_.end() && at->second.agent == e.agent &&
                              at->second.call == e.call;
        const bool taken = !e.offer && taking_ && taking_->call == e.call && taking_->agent == e.agent;
        check(accepted || taken, "connects what was not accepted");
        check(calls_.contains(e.call) && !agents_[e.agent].offer == taken, "connects who rings for another");
        forget_offer(e.offer);
        auto& call = calls_[e.call];
        check(call.queue == e.queue, "connects from another queue");
        calls_.erase(e.call);
        ++connected;
    }
    void on(const Eject& e) {
        const auto at = calls_.find(e.call);
        if (e.exit == model::QueueExit::Refused) {
            check(entering_ && entering_->call == e.call, "refused who did not ask");
            ++refused_entry;
            if (moved_ && at != calls_.end()) {
                calls_.erase(at);
                ++left;
            }
            return;
        }
        check(at != calls_.end() && at->second.queue == e.queue, "ejects who did not wait");
        if (at != calls_.end()) {
            check(at->second.offers.empty(), "ejects who rings");
            check(e.exit != model::QueueExit::TimedOut || at->second.deadline <= now_, "out of patience too soon");
            check(!at->second.callback || directory_->find_queue(e.queue) == nullptr, "gives a call-back up");
            calls_.erase(at);
        }
        ++ejected;
    }
    void on(const Moved& e) {
        const auto at = calls_.find(e.call);
        const auto* to = directory_->find_queue(e.to);
        check(at != calls_.end() && at->second.queue == e.from && to != nullptr, "moves who did not wait");
        if (at == calls_.end() || to == nullptr) {
            return;
        }
        Call& call = at->second;
        const auto* from = directory_->find_queue(e.from);
        check(from != nullptr && from->service.overflow_to == to->number, "moves to where nobody sent it");
        check(call.offers.empty() && now_ >= call.entered + from->service.overflow_after, "moves too soon");
        check(call.been.insert(e.from).second && !call.been.contains(e.to), "moves in circles");
        const bool patient = to->max_wait <= Duration{0} || call.callback;
        call.deadline = patient ? MonoTime::max() : now_ + to->max_wait;
        call.queue = e.to;
        call.entered = now_;
        ++moved;
    }
    void on(const StateChanged& e) {
        auto& agent = agents_[e.agent];
        check(agent.state == e.from && e.lasted >= Duration{0}, "a state that was not");
        agent.state = e.to;
    }
    void on(const ActivityChanged& e) {
        auto& agent = agents_[e.agent];
        check(agent.activity != e.activity, "an activity that did not change");
        agent.activity = e.activity;
    }
    void on(const PauseChanged& e) {
        auto& paused = agents_[e.agent].paused;
        e.paused ? void(paused.insert(e.queue)) : void(paused.erase(e.queue));
    }

    void forget_offer(OfferId id) {
        const auto at = offers_.find(id);
        if (at == offers_.end()) {
            return;
        }
        offer_deadlines_.erase({at->second.deadline, id});
        agents_[at->second.agent].offer = {};
        if (const auto call = calls_.find(at->second.call); call != calls_.end()) {
            call->second.offers.erase(id);
        }
        offers_.erase(at);
    }
    /// Inputs may come between a timer's time and its wake; then the call's patience has not been noticed to end.
    bool timers_ran_to(MonoTime when) const { return !acd_.next_wake() || *acd_.next_wake() > when; }

    static int skill_of(const model::Queue& queue, UserId agent) {
        const auto at = std::find_if(queue.members.begin(), queue.members.end(),
                                     [agent](const auto& member) { return member.user == agent; });
        return at == queue.members.end() ? 0 : at->skill_level;
    }
    int required_skill(const Call& call, const model::Queue& queue) const {
        const auto every = queue.service.skill_relaxes_every;
        const auto steps = every > Duration{0} ? (now_ - call.entered) / every : 0;
        return static_cast<int>(std::max<std::int64_t>(queue.service.required_skill - steps, 0));
    }
    static bool served_before(const Call& a, const Call& b) {
        return std::tuple{-a.priority, a.waits_since, a.arrival} < std::tuple{-b.priority, b.waits_since, b.arrival};
    }
    /// Nobody who stood before this call, and whom this agent had not missed, still waits unserved.
    void check_order(CallId id, UserId agent);

    Acd& acd_;
    MonoTime now_;
    model::DirectoryPtr directory_;
    std::unordered_map<QueueId, std::set<UserId>> members_;
    std::unordered_map<UserId, Agent> agents_;
    std::unordered_map<CallId, Call> calls_;
    std::unordered_map<OfferId, Offered> offers_;
    std::set<std::pair<MonoTime, OfferId>> offer_deadlines_;
    std::set<UserId> vanishing_;
    std::vector<std::pair<CallId, UserId>> made_;
    std::optional<CallEntered> entering_;
    std::optional<Call> moved_;
    CallId leaving_;
    OfferId accepting_;
    std::optional<CallTaken> taking_;
    OfferId last_offer_;
    std::vector<std::string> broken_;
};

inline void Shadow::check_order(CallId id, UserId agent) {
    const auto at = calls_.find(id);
    if (at == calls_.end() || at->second.preferred == agent || calls_.size() > 64) {
        return;  // with many calls waiting, `look_closely` looks at a sample instead
    }
    const auto* queue = directory_->find_queue(at->second.queue);
    const bool sure = queue == nullptr || queue->service.required_skill == 0 || timers_ran_to(now_);
    for (const auto& [other_id, other] : calls_) {
        const bool suits = sure && (queue == nullptr || skill_of(*queue, agent) >= required_skill(other, *queue));
        const bool passed_by = other.queue == at->second.queue && other.offers.empty() && suits &&
                               !other.missed.contains(agent) && served_before(other, at->second);
        check(!passed_by, "a call was overtaken");
    }
}

inline void Shadow::look_closely() {
    std::set<UserId> known;
    for (const auto& view : acd_.agents()) {
        known.insert(view.agent);
        const auto& agent = agents_[view.agent];
        check(view.state == agent.state && view.activity == agent.activity, "an agent's picture is wrong");
        check(!agent.offer || view.activity == model::AgentActivity::Offered, "rings, but does not look so");
        check(
            std::set<QueueId>(view.paused_queues.begin(), view.paused_queues.end()).size() == view.paused_queues.size(),
            "paused twice");
        check(!view.asked || view.activity != model::AgentActivity::Idle, "a wish was not granted");
    }
    check(known.size() == agents_.size(), "an agent too many, or too few");
    std::size_t waiting = 0;
    for (const auto& queue : directory_->queues) {
        const Call* last = nullptr;
        int place = 0;
        for (const auto& view : acd_.waiting(queue.id)) {
            ++waiting;
            const auto at = calls_.find(view.call);
            if (at == calls_.end()) {
                check(false, "waits, but nobody knows");
                continue;
            }
            check(last == nullptr || served_before(*last, at->second), "out of order");
            check(view.position == ++place && acd_.position(view.call) == place, "a wrong place");
            last = &at->second;
            if (!at->second.offers.empty()) {
                continue;
            }
            for (const auto& member : queue.members) {
                const auto picture = acd_.agent(member.user);
                if (!picture) {
                    continue;
                }
                const auto& agent = agents_[member.user];
                const auto missed = at->second.missed.find(member.user);
                const bool free = picture->state == model::AgentState::Ready && picture->device_online &&
                                  picture->activity == model::AgentActivity::Idle && !agent.paused.contains(queue.id) &&
                                  agent.not_before < now_;
                const bool spared = missed != at->second.missed.end() && missed->second >= now_;
                const bool skilled = skill_of(queue, member.user) >= required_skill(at->second, queue);
                check(!free || spared || !skilled || !timers_ran_to(now_), "waits while somebody is free");
            }
        }
    }
    check(waiting == calls_.size(), "a call was lost");
    check(entered == connected + ejected + left + calls_.size(), "the sum of all calls is wrong");
}

}  // namespace yh::acd::testing
