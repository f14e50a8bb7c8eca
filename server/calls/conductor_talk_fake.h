#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "calls/conductor_fake.h"

// A customer talks with Wang of queue 600, and tests go on from there. Tests only.
namespace yh::calls {

using model::AgentActivity;
using model::ConsultOutcome;

class TalkTest : public ConductorTest {
  protected:
    void customer_talks_to_wang() {
        online(wang);
        customer = customer_calls();
        agent = signal.last_invited();
        conductor.on_answered(agent, "their answer");
        call = media.plans.begin()->first;
    }
    /// Changes what the company chose.
    template <class Change>
    void choose(Change change) {
        auto wanted = std::make_shared<model::Directory>(*directory);
        change(*wanted);
        wanted->index();
        directory = wanted;
        conductor.set_directory(wanted);
    }
    /// The leg that rings this user's device, or last did.
    LegId rings(UserId user) const {
        for (auto at = signal.invited.rbegin(); at != signal.invited.rend(); ++at) {
            const auto* to = std::get_if<ToExtension>(&at->target);
            if (to != nullptr && to->user == user) {
                return at->leg;
            }
        }
        return {};
    }
    void answers(LegId leg) { conductor.on_answered(leg, "their answer"); }
    void hangs_up(LegId leg) { conductor.on_ended(leg, {EndingSide::Agent, "hangup"}); }
    std::string purpose(LegId leg) const {
        const auto at = std::ranges::find(signal.invited, leg, &OutgoingLeg::leg);
        for (const auto& [name, value] : at->headers) {
            if (name == "X-Yinghe-Purpose") {
                return value;
            }
        }
        return {};
    }
    /// Whom the leg hears by the last plan.
    std::vector<LegId> heard(LegId leg) const {
        for (const auto& [id, plan] : media.plans) {
            for (const auto& hearing : plan.legs) {
                if (hearing.leg == leg) {
                    auto from = hearing.from;
                    std::ranges::sort(from);
                    return from;
                }
            }
        }
        return {};
    }
    static std::vector<LegId> in_order(std::vector<LegId> legs) {
        std::ranges::sort(legs);
        return legs;
    }
    bool both_hear(LegId one, LegId other) const {
        return heard(one) == std::vector{other} && heard(other) == std::vector{one};
    }
    bool all_hear(LegId a, LegId b, LegId c) const {
        return heard(a) == in_order({b, c}) && heard(b) == in_order({a, c}) && heard(c) == in_order({a, b});
    }
    bool hears_music(LegId leg) const { return media.heard_by(leg) == "music:default"; }
    AgentActivity activity(UserId user) const { return conductor.live_agent(user)->activity; }
    std::string phase() const {
        const auto live = conductor.live_call(call);
        return live ? live->phase : "over";
    }
    bool over() const { return !conductor.live_call(call).has_value(); }
    std::vector<LegId> recorded_right() const { return in_order(media.plans.at(call).recording->right); }
    /// Every leg is closed, the record is whole, and no agent is stuck in it.
    void expect_all_released() {
        settle();
        EXPECT_EQ(conductor.calls_up(), 0U);
        EXPECT_EQ(events.of<model::LegStarted>().size(), events.of<model::LegEnded>().size());
        EXPECT_EQ(events.of<model::CallStarted>().size(), events.of<model::CallEnded>().size());
        EXPECT_EQ(events.of<model::ConsultStarted>().size(), events.of<model::ConsultEnded>().size());
        for (const auto user : {wang, li, zhao, lan, mei}) {
            EXPECT_EQ(activity(user), AgentActivity::Idle) << user.text();
        }
    }

    LegId customer, agent;
    CallId call;
};

}  // namespace yh::calls
