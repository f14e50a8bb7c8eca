#include <utility>

#include "base/log.h"
#include "calls/conductor.h"

// The satisfaction survey (满意度) after a talk: the agent is free at once, the customer answers with keys.
namespace yh::calls {

using model::EndingSide;
using model::SurveyTrigger;

namespace {

bool by_itself(SurveyTrigger trigger) {
    return trigger == SurveyTrigger::Automatic || trigger == SurveyTrigger::Both;
}
bool by_button(SurveyTrigger trigger) {
    return trigger == SurveyTrigger::Button || trigger == SurveyTrigger::Both;
}

}  // namespace

// R112, R116: calls that came in through a queue that takes part. Who was called by us, or called somebody's own
// number, is asked by button only.
bool Conductor::ask_survey(Call& call, Leg& agent, model::Ending ending) {
    const auto* queue = directory_->find_queue(call.queue);
    Leg* customer = call.partner_of(agent.id);
    const bool wanted = by_itself(options_of(call.tenant).survey.trigger) &&
                        call.direction == model::Direction::Inbound && queue != nullptr && queue->service.survey;
    if (!wanted || customer == nullptr || customer->ended || customer->role != model::LegRole::Customer) {
        return false;
    }
    begin_survey(call, agent, *customer, std::move(ending));
    return true;
}

Result<CallId> Conductor::invite_to_survey(const model::InviteToSurvey& command) {
    YH_TRY(auto* agent, leg_of_pair(command.call, command.user));
    Call& call = *book_.find(command.call);
    Leg* customer = call.partner_of(agent->id);
    if (customer == nullptr || customer->role != model::LegRole::Customer) {
        return conflict("survey.no_customer");
    }
    if (!by_button(options_of(call.tenant).survey.trigger)) {
        return conflict("survey.off", "the company does not invite by button");
    }
    begin_survey(call, *agent, *customer, {EndingSide::Agent, "hangup"});
    return command.call;
}

void Conductor::begin_survey(Call& call, Leg& agent, Leg& customer, model::Ending ending) {
    auto script = std::make_unique<Script>(Script{.talk = SurveyTalk{options_of(call.tenant).survey}});
    script->user = agent.user;
    script->queue = call.queue;
    script->talk_ended = ending;
    if (call.supervision) {
        stop_supervision(call, {EndingSide::Us, "agent_left"}, TellPeer::Yes);
    }
    // The customer is the call before the agent is free: what the agent is offered next must not find him here.
    set_parties(call, {customer.id});
    begin_script(call, Phase::Survey, std::move(script));
    say(call, model::SurveyAsked{agent.user, call.queue});
    end_leg(call, agent, ending, 0, true);
    perform(call, std::get<SurveyTalk>(call.script->talk).begin());
}

void Conductor::tell_survey(Call& call) {
    auto& script = *call.script;
    const auto* survey = std::get_if<SurveyTalk>(&script.talk);
    if (survey == nullptr || std::exchange(script.told, true)) {
        return;
    }
    const auto& level = survey->level();
    const auto& reason = survey->reason();
    say(call, model::SurveyAnswered{script.user, script.queue, level.key, level.name, reason.key, reason.name});
    log().info("survey.answered", {{"call", call.id}, {"level", level.key}});
}

}  // namespace yh::calls
