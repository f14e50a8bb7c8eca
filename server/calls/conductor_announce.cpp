#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// What a waiting customer is told, the keys that lead out of a queue, the agent's number before a talk, and who does
// not get through or goes before others. No announcement delays a connection: whoever answers cuts it off.
namespace yh::calls {

using model::CallResult;
using model::EndingSide;

namespace {

std::string place_text(int position) {
    return position <= 1 ? std::string{"say:您是下一位，请稍候。"}
                         : fmt::format("say:您前面还有{}位客户在等待。", position - 1);
}

}  // namespace

const model::TenantOptions& Conductor::options_of(TenantId tenant) const {
    static const model::TenantOptions usual;
    const auto* known = directory_->find_tenant(tenant);
    return known == nullptr ? usual : known->options;
}

// What will be read aloud, as far as the configuration tells: ready before the first caller needs it.
void Conductor::prepare_texts() {
    if (media_ == nullptr) {
        return;
    }
    std::vector<std::string> items;
    for (const auto& tenant : directory_->tenants) {
        const auto& options = tenant.options;
        if (options.survey.trigger != model::SurveyTrigger::Off) {
            items.insert(items.end(), {options.survey.question, options.survey.reason_question, options.survey.thanks});
        }
        if (options.agent_announcement.any()) {
            items.insert(items.end(), {options.agent_announcement.start_voice, options.agent_announcement.end_voice,
                                       "digits:0123456789"});
        }
        items.push_back(options.voicemail.greeting);
    }
    for (const auto& queue : directory_->queues) {
        items.insert(items.end(), {queue.greeting, queue.service.keys_hint});
        constexpr int told_in_advance = 10;
        for (int position = 1; queue.service.announce_position && position <= told_in_advance; ++position) {
            items.push_back(place_text(position));
        }
    }
    for (const auto& one : directory_->flows) {
        for (const auto& node : one.flow.node) {
            if (node.prompt.find("${") == std::string::npos) {
                items.push_back(node.prompt);
            }
        }
    }
    media_->prepare(std::move(items));
}

void Conductor::announce_place(Call& call, int position, bool entering) {
    const auto* queue = directory_->find_queue(call.queue);
    Leg* caller = call.first_leg();
    if (queue == nullptr || caller == nullptr || !caller->answered || call.phase != Phase::Waiting) {
        return;
    }
    const auto& service = queue->service;
    std::vector<std::string> items;
    if (service.announce_position) {
        items.push_back(place_text(position));
    }
    if (const auto wait = service.announce_wait ? acd_.expected_wait(call.id) : std::nullopt) {
        const auto minutes = std::chrono::ceil<std::chrono::minutes>(*wait).count();
        items.push_back(fmt::format("say:预计等待{}分钟。", std::max<std::int64_t>(1, minutes)));
    }
    if (!service.keys_hint.empty()) {
        items.push_back(service.keys_hint);
    }
    if (!items.empty()) {
        if (entering && !queue->greeting.empty()) {
            items.insert(items.begin(), queue->greeting);
        }
        hear_program(call, *caller, std::move(items), false);
        call.greeting = call.programs;  // music follows it
        arrange(call);
    }
    if (service.announce_every > Duration{0}) {
        world_.timers.cancel(call.wait.announce);
        call.wait.announce = world_.timers.schedule(world_.clock.now() + service.announce_every, [this, id = call.id] {
            if (Call* found = book_.find(id)) {
                found->wait.announce = {};
                on_announce_time(*found);
            }
        });
    }
}

void Conductor::on_announce_time(Call& call) {
    const auto position = acd_.position(call.id);
    if (call.phase == Phase::Waiting && position) {
        announce_place(call, *position, false);
    }
}

void Conductor::on_queue_key(Call& call, char digit) {
    const auto* queue = directory_->find_queue(call.queue);
    const std::string key(1, digit);
    if (queue == nullptr || (queue->service.voicemail_key != key && queue->service.callback_key != key)) {
        return;
    }
    log().info("queue.key", {{"call", call.id}, {"key", key}});
    leave_door(call);
    if (queue->service.callback_key == key) {
        ask_callback(call);
        return;
    }
    say(call, model::QueueLeft{call.queue, model::QueueExit::Moved, {}});
    call.phase = Phase::Routing;
    decide(acd::CallLeft{call.id});  // withdraws what still rings
    go_to_voicemail(call, {});
}

// R065: between the agent's answer and the talk the customer hears the agent's number; the agent hears nothing yet.
void Conductor::introduce(Call& call) {
    const auto* queue = directory_->find_queue(call.queue);
    const auto& wanted = options_of(call.tenant).agent_announcement;
    Leg& customer = *call.first_leg();
    const Leg& agent = *call.second_leg();
    const auto* user = directory_->find_user(agent.user);
    const bool heard = queue != nullptr && queue->service.announce_agent && wanted.any() && user != nullptr &&
                       call.direction == model::Direction::Inbound;
    if (!heard) {
        bridge(call);
        return;
    }
    std::vector<std::string> items;
    if (!wanted.start_voice.empty()) {
        items.push_back(wanted.start_voice);
    }
    if (wanted.number) {
        items.push_back("digits:" + user->number);
    }
    if (!wanted.end_voice.empty()) {
        items.push_back(wanted.end_voice);
    }
    constexpr auto at_most = std::chrono::seconds{10};
    answer_leg(call, customer);
    call.phase = Phase::Introducing;
    if (call.answered_at == WallTime{}) {
        call.result = CallResult::Abandoned;  // who hangs up now has talked to nobody
    }
    hear_program(call, customer, std::move(items), false);
    call.greeting = call.programs;
    arrange(call);
    set_limit(call, at_most, &Conductor::bridge);
}

// 黑名单. True: the call is over.
bool Conductor::refuse_blocked(Call& call) {
    const auto& blocked = options_of(call.tenant).blocked;
    const bool stays_out = std::ranges::any_of(blocked, [&](const model::BlockedNumber& one) {
        return model::pattern_matches(one.pattern, call.customer_number);
    });
    if (stays_out) {
        constexpr int decline = 603;
        end_leg(call, *call.first_leg(), {EndingSide::Us, "blocked"}, decline, true);
        finish(call, {EndingSide::Us, "blocked"}, CallResult::Refused);
    }
    return stays_out;
}

int Conductor::vip_priority(TenantId tenant, const std::string& number) const {
    for (const auto& one : options_of(tenant).vip) {
        if (model::pattern_matches(one.pattern, number)) {
            return static_cast<int>(one.priority);
        }
    }
    return 0;
}

}  // namespace yh::calls
