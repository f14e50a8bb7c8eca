#include <fmt/format.h>

#include <utility>

#include "base/log.h"
#include "calls/conductor.h"
#include "model/time_zone.h"

// Hearing the messages of one's queues by telephone (听留言, feature code *97).
namespace yh::calls {

using model::CallResult;
using model::EndingSide;

namespace {

std::string spoken_time(const model::TimeZone& zone, WallTime at) {
    const auto local = zone.local(at);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{local - day};
    return fmt::format("say:{}月{}日{}点{}分的留言。", static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), time.hours().count(), time.minutes().count());
}

}  // namespace

// A call of its own, with nobody but the one who hears.
bool Conductor::hear_messages_by_phone(const Invited& invited, const model::User& user) {
    Call& call = open_call(user.tenant, model::Direction::Internal, invited.to_number);
    call.first = invited.leg;
    say(call, model::CallStarted{call.direction, call.customer_number, call.called_number, {}});
    if (!join_by_phone(invited, user, call)) {
        finish(call, {EndingSide::Us, "media_refused"}, CallResult::Failed);
        return true;
    }
    call.result = CallResult::Answered;
    auto script = std::make_unique<Script>(Script{.talk = MessagesTalk{}});
    script->user = user.id;
    begin_script(call, Phase::Menu, std::move(script));
    perform(call, std::get<MessagesTalk>(call.script->talk).begin());
    log().info("messages.asked", {{"call", call.id}, {"user", user.id}});
    if (messages_ == nullptr) {
        on_messages(call.id, unavailable("messages.none"));
        return true;
    }
    messages_->ask_messages(call.id, user.id);
    return true;
}

void Conductor::on_messages(CallId id, Result<StoredMessages> messages) {
    Call* call = book_.find(id);
    auto* talk = call == nullptr || call->script == nullptr ? nullptr : std::get_if<MessagesTalk>(&call->script->talk);
    if (talk == nullptr) {
        return;  // hung up meanwhile
    }
    std::optional<std::vector<MessageToHear>> heard;
    if (messages.ok()) {
        heard.emplace();
        for (const auto& message : messages->items) {
            heard->push_back(to_hear(call->tenant, message));
        }
        log().info("messages.fetched", {{"call", id}, {"count", heard->size()}});
    } else {
        log().warn("messages.not_fetched", {{"call", id}, {"code", messages.error().code}});
    }
    const bool may_remove = messages.ok() && messages->may_remove;
    perform(*call, talk->on_messages(std::move(heard),
                                     may_remove ? MessagesTalk::MayRemove::Yes : MessagesTalk::MayRemove::No));
}

// A company has no clock of its own; its first schedule has.
MessageToHear Conductor::to_hear(TenantId tenant, const StoredMessage& message) const {
    MessageToHear heard{message.id, "recording:" + message.path, {}, message.listened};
    for (const auto& schedule : directory_->schedules) {
        if (schedule.tenant == tenant && schedule.zone != nullptr) {
            heard.when = spoken_time(*schedule.zone, message.left_at);
            break;
        }
    }
    return heard;
}

void Conductor::carry_out_wishes(Call& call) {
    auto* talk = call.script == nullptr ? nullptr : std::get_if<MessagesTalk>(&call.script->talk);
    if (talk == nullptr || messages_ == nullptr) {
        return;
    }
    for (const auto& wish : talk->take_wishes()) {
        if (wish.kind == MessageWish::Kind::Remove) {
            log().info("message.removed_by_phone", {{"call", call.id}, {"message", wish.message}});
            messages_->remove_message(call.script->user, wish.message);
        } else {
            messages_->mark_listened(call.script->user, wish.message);
        }
    }
}

}  // namespace yh::calls
