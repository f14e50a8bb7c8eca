#include "calls/conductor.h"

#include <utility>

#include "base/log.h"
#include "base/random.h"

namespace yh::calls {

Conductor::Conductor(World world, Config config)
    : world_{world},
      config_{config},
      directory_{std::make_shared<model::Directory>()},
      acd_{random_u64(), world.ids.make<model::OfferId>(to_ms(world.clock.wall()))},
      up_{metrics::gauge("yinghe_calls_up", "Calls that are up")},
      finished_{metrics::counter("yinghe_calls_finished_total", "Calls that ended")},
      busy_surprises_{metrics::counter("yinghe_agent_busy_surprises_total",
                                       "Offers answered with busy by an agent we took for idle")} {}

void Conductor::connect(SignalPort& signal, MediaPort& media) {
    signal_ = &signal;
    media_ = &media;
}

void Conductor::set_directory(model::DirectoryPtr directory) {
    directory_ = std::move(directory);
    decide(acd::Configured{directory_});
    prepare_texts();
}

void Conductor::say(const Call& call, model::EventBody body) {
    say_at(world_.clock.wall(), call.tenant, call.id, std::move(body));
}

void Conductor::say_at(WallTime at, TenantId tenant, CallId call, model::EventBody body) {
    world_.events.on_event({to_ms(at), tenant, call, std::move(body)});
}

// Carrying out an effect can itself produce an input (a device that cannot be reached fails at once): inputs are
// decided one after the other, never one inside the other.
void Conductor::decide(acd::Input input) {
    undecided_.push_back(std::move(input));
    decide_waiting();
}

void Conductor::decide_waiting() {
    if (deciding_) {
        return;
    }
    deciding_ = true;
    while (!undecided_.empty()) {
        const auto next = std::move(undecided_.front());
        undecided_.pop_front();
        for (const auto& effect : acd_.apply(next, world_.clock.now())) {
            carry_out(effect);
        }
    }
    deciding_ = false;
    arm_acd();
}

void Conductor::carry_out(const acd::Effect& effect) {
    struct Act {
        Conductor& c;
        void operator()(const acd::Offer& e) const { c.make_offer(e); }
        void operator()(const acd::Withdraw& e) const { c.withdraw(e); }
        void operator()(const acd::Connect& e) const { c.connect_offer(e); }
        void operator()(const acd::Eject& e) const { c.eject(e); }
        void operator()(const acd::Entered& e) const { c.entered(e); }
        void operator()(const acd::Moved& e) const { c.moved(e); }
        void operator()(const acd::StateChanged& e) const {
            c.note_signed_in(e);
            c.say_at(c.world_.clock.wall(), c.tenant_of(e.agent), {},
                     model::AgentStateChanged{e.agent, e.from, e.to, e.reason, to_ms(e.lasted)});
        }
        void operator()(const acd::ActivityChanged& e) const {
            c.say_at(c.world_.clock.wall(), c.tenant_of(e.agent), {}, model::AgentActivityChanged{e.agent, e.activity});
        }
        void operator()(const acd::PauseChanged& e) const {
            c.say_at(c.world_.clock.wall(), c.tenant_of(e.agent), {},
                     model::QueuePauseChanged{e.agent, e.queue, e.paused, e.reason});
        }
    };
    std::visit(Act{*this}, effect);
}

void Conductor::note_signed_in(const acd::StateChanged& change) {
    if (change.to == model::AgentState::Offline) {
        signed_in_at_.erase(change.agent);
    } else {
        signed_in_at_.try_emplace(change.agent, world_.clock.wall());
    }
}

TenantId Conductor::tenant_of(UserId user) const {
    const auto* known = directory_->find_user(user);
    return known == nullptr ? TenantId{} : known->tenant;
}

void Conductor::arm_acd() {
    const auto next = acd_.next_wake();
    if (!next) {
        world_.timers.cancel(std::exchange(acd_wake_, {}));
        return;
    }
    if (acd_wake_ && acd_wake_at_ == *next) {
        return;
    }
    world_.timers.cancel(acd_wake_);
    acd_wake_at_ = *next;
    acd_wake_ = world_.timers.schedule(*next, [this] {
        acd_wake_ = {};
        deciding_ = true;
        for (const auto& effect : acd_.wake(world_.clock.now())) {
            carry_out(effect);
        }
        deciding_ = false;
        decide_waiting();
    });
}

void Conductor::set_limit(Call& call, Duration after, void (Conductor::*what)(Call&)) {
    world_.timers.cancel(call.limit);
    call.limit = world_.timers.schedule(world_.clock.now() + after, [this, id = call.id, what] {
        if (Call* found = book_.find(id)) {
            found->limit = {};
            (this->*what)(*found);
        }
    });
}

Result<CallId> Conductor::apply(const model::Command& command) {
    struct Act {
        Conductor& c;
        Result<CallId> operator()(const model::Dial& m) const { return c.dial(m); }
        Result<CallId> operator()(const model::Answer& m) const { return c.answer(m); }
        Result<CallId> operator()(const model::Hangup& m) const { return c.hang_up(m); }
        Result<CallId> operator()(const model::Hold& m) const { return c.hold(m.call, m.user, true); }
        Result<CallId> operator()(const model::Retrieve& m) const { return c.hold(m.call, m.user, false); }
        Result<CallId> operator()(const model::Mute& m) const { return c.mute(m); }
        Result<CallId> operator()(const model::PauseRecording& m) const { return c.pause_recording(m); }
        Result<CallId> operator()(const model::SendDtmf& m) const { return c.send_digits(m); }
        Result<CallId> operator()(const model::Release& m) const { return c.release(m); }
        Result<CallId> operator()(const model::Transfer& m) const { return c.transfer(m); }
        Result<CallId> operator()(const model::Consult& m) const { return c.consult(m); }
        Result<CallId> operator()(const model::CancelConsult& m) const { return c.cancel_consult(m); }
        Result<CallId> operator()(const model::CompleteConsult& m) const { return c.complete_consult(m); }
        Result<CallId> operator()(const model::JoinConsult& m) const { return c.join_consult(m); }
        Result<CallId> operator()(const model::SwapConsult& m) const { return c.swap_consult(m); }
        Result<CallId> operator()(const model::RemoveParty& m) const { return c.remove_party(m); }
        Result<CallId> operator()(const model::MuteParty& m) const { return c.mute_party(m); }
        Result<CallId> operator()(const model::InviteToSurvey& m) const { return c.invite_to_survey(m); }
        Result<CallId> operator()(const model::Supervise& m) const { return c.supervise(m); }
        Result<CallId> operator()(const model::EndSupervision& m) const { return c.end_supervision(m); }
        Result<CallId> operator()(const model::PickUp& m) const { return c.pick_up(m); }
        Result<CallId> operator()(const model::StartRoom& m) const { return c.start_room(m); }
        Result<CallId> operator()(const model::SetMobile& m) const { return c.set_mobile(m); }
        Result<CallId> operator()(const model::CancelCallback& m) const { return c.cancel_callback(m); }
        Result<CallId> operator()(const model::SetAgentState& m) const { return c.set_state(m); }
        Result<CallId> operator()(const model::SetQueuePaused& m) const { return c.set_paused(m); }
        static Result<CallId> unruled() { return Error{ErrorKind::Unsupported, "command.unsupported", {}}; }
    };
    return std::visit(Act{*this}, command);
}

Result<CallId> Conductor::set_state(const model::SetAgentState& command) {
    if (directory_->find_user(command.user) == nullptr) {
        return not_found("agent.unknown");
    }
    // R025: whoever leaves the page stays signed in by mobile; being Ready at a desk phone ends that.
    if (mobiles_.contains(command.user)) {
        if (command.state == model::AgentState::Offline && command.reason == "sign_out") {
            return CallId{};
        }
        if (command.state == model::AgentState::Ready && devices_.contains(command.user)) {
            sign_mobile_out(command.user);
        }
    }
    decide(acd::AgentSet{command.user, command.state, command.reason});
    return CallId{};
}

Result<CallId> Conductor::set_paused(const model::SetQueuePaused& command) {
    if (directory_->find_user(command.user) == nullptr) {
        return not_found("agent.unknown");
    }
    if (directory_->find_queue(command.queue) == nullptr) {
        return not_found("queue.unknown");
    }
    decide(acd::QueuePaused{command.user, command.queue, command.paused, command.reason});
    return CallId{};
}

void Conductor::on_device(TenantId tenant, UserId user, bool online) {
    say_at(world_.clock.wall(), tenant, {}, model::DeviceChanged{user, online});
    note_device(user, online);
    decide(acd::DeviceOnline{user, reachable(user)});
    const auto* known = directory_->find_user(user);
    if (!online && mobiles_.contains(user)) {
        return;  // the agent is reached by mobile
    }
    if (known != nullptr && is_browser(user)) {
        on_browser(*known, online);
        return;
    }
    if (known == nullptr || known->sign_in != model::SignIn::Phone) {
        return;
    }
    const auto* company = directory_->find_tenant(known->tenant);
    const auto state = online && company != nullptr ? company->state_after_login : model::AgentState::Offline;
    decide(acd::AgentSet{user, state, online ? "sign_in" : "device_lost"});
}

void Conductor::drain() {
    draining_ = true;
    let_callbacks_go();
    log().info("switch.draining", {{"calls", book_.size()}});
}

void Conductor::end_all(const model::Ending& ending) {
    for (const auto id : book_.ids()) {
        if (Call* call = book_.find(id)) {
            finish(*call, ending, call->result);
        }
    }
}

}  // namespace yh::calls
