#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/event.h"

namespace yh::office::records {

/// Writes down the events of one call as the conductor says them, for tests. Times in ms; `at` moves the clock.
class CallStory {
  public:
    explicit CallStory(std::int64_t call, std::int64_t tenant = 1) : call_{call}, tenant_{tenant} {}

    CallStory& at(std::int64_t ms) {
        now_ms_ = ms;
        return *this;
    }
    CallStory& say(model::EventBody body) {
        events.push_back({now_ms_, model::TenantId{tenant_}, model::CallId{call_}, std::move(body)});
        return *this;
    }

    /// A customer calls in and is answered by the queue's music.
    CallStory& customer(std::int64_t leg, const std::string& number, std::int64_t queue = 5) {
        say(model::CallStarted{model::Direction::Inbound, number, "4008001234", "carrier"});
        say(model::LegStarted{model::LegId{leg}, model::LegRole::Customer, {}, number});
        say(model::LegAnswered{model::LegId{leg}});
        return queue == 0 ? *this : enter(queue);
    }
    CallStory& enter(std::int64_t queue) { return say(model::QueueEntered{model::QueueId{queue}, 1, {}}); }
    /// An agent's telephone rings with the call.
    CallStory& offer(std::int64_t leg, std::int64_t agent, std::int64_t queue = 5) {
        say(model::OfferMade{model::OfferId{leg}, model::QueueId{queue}, model::UserId{agent}, model::LegId{leg}});
        return rings(leg, agent);
    }
    CallStory& rings(std::int64_t leg, std::int64_t agent) {
        say(model::LegStarted{model::LegId{leg}, model::LegRole::Agent, model::UserId{agent},
                              "80" + std::to_string(agent)});
        return say(model::LegRinging{model::LegId{leg}});
    }
    CallStory& offer_ends(std::int64_t leg, std::int64_t agent, model::OfferOutcome outcome) {
        say(model::OfferEnded{model::OfferId{leg}, model::UserId{agent}, outcome});
        return ends(leg, {model::EndingSide::Us, "offer"});
    }
    /// The offer is accepted, and customer and agent talk.
    CallStory& accept(std::int64_t customer, std::int64_t leg, std::int64_t agent, std::int64_t queue = 5) {
        say(model::LegAnswered{model::LegId{leg}});
        say(model::OfferEnded{model::OfferId{leg}, model::UserId{agent}, model::OfferOutcome::Accepted});
        say(model::QueueLeft{model::QueueId{queue}, model::QueueExit::Connected, model::UserId{agent}});
        return talk(customer, leg);
    }
    CallStory& talk(std::int64_t first, std::int64_t second) {
        return say(model::Bridged{model::LegId{first}, model::LegId{second}});
    }
    CallStory& ends(std::int64_t leg, model::Ending ending, int status = 0) {
        return say(model::LegEnded{model::LegId{leg}, std::move(ending), status});
    }
    CallStory& over(model::CallResult result, model::Ending ending = {model::EndingSide::Caller, "hangup"}) {
        return say(model::CallEnded{result, std::move(ending)});
    }

    std::vector<model::Event> events;

  private:
    std::int64_t call_;
    std::int64_t tenant_;
    std::int64_t now_ms_ = 0;
};

}  // namespace yh::office::records
