#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "office/records/record_eraser.h"
#include "office/records/sums_company_fake.h"

// The property behind every report (B24): whatever happened, however it was cut into batches, written twice, cut off by
// a crash or late, the sums are those of the facts.
namespace yh::office::records {
namespace {

using namespace model;

constexpr std::int64_t second = 1000;
constexpr std::int64_t hour = 3600 * second;
constexpr std::int64_t evening = 1'795'226'400'000 + 9 * 24 * hour + 11 * hour;  // 2026-11-30 21:00 in Shanghai
const Ending hangup{EndingSide::Caller, "hangup"};

/// Calls and states of a few days around the month's end, as events in their order.
class Life {
  public:
    Life(const SumsCompany& company, std::uint64_t seed) : c_{company}, dice_{seed} {}

    std::vector<Event> events(std::int64_t calls) {
        for (std::int64_t call = 1; call <= calls; ++call) {
            add_call(call);
        }
        for (const auto agent : c_.users) {
            add_states(agent);
        }
        std::ranges::stable_sort(all_, {}, &Event::at_ms);
        return std::move(all_);
    }
    std::int64_t roll(std::int64_t most) {  // 1…most
        return static_cast<std::int64_t>(dice_() % static_cast<std::uint64_t>(most)) + 1;
    }

  private:
    bool once_in(std::int64_t times) { return roll(times) == 1; }
    std::int64_t agent() { return c_.users[static_cast<std::size_t>(roll(4) - 1)]; }
    std::int64_t next() { return at_ += pause(); }
    std::int64_t pause() { return once_in(40) ? roll(3 * hour) : roll(90 * second); }
    std::string number() { return once_in(6) ? std::string{} : fmt::format("1380000000{}", roll(5)); }

    void add_states(std::int64_t agent) {
        for (auto at = evening - roll(hour); at < evening + 50 * hour;
             at += once_in(8) ? roll(12 * hour) : roll(hour)) {
            constexpr AgentState states[] = {AgentState::Offline, AgentState::Busy, AgentState::Ready, AgentState::Rest,
                                             AgentState::WrapUp};
            all_.push_back(
                {at, TenantId{c_.tenant}, {}, AgentStateChanged{UserId{agent}, {}, states[roll(5) - 1], "", 0}});
        }
    }

    void add_call(std::int64_t call) {
        CallStory told{call, c_.tenant};
        at_ = evening + roll(48 * hour);
        leg_ = call * 1000;
        switch (roll(8)) {
            case 1:
                dial_out(told);
                break;
            case 2:
                call_back(told);
                break;
            case 3:
                colleagues(told);
                break;
            case 4:
                come_in(told, 0);
                ring_directly(told);
                break;
            default:
                come_in(told, once_in(2) ? c_.sales : c_.service);
                wait(told);
                break;
        }
        all_.insert(all_.end(), told.events.begin(), told.events.end());
    }

    void come_in(CallStory& told, std::int64_t queue) {
        queue_ = queue;
        told.at(at_).customer(leg_, number(), queue);
    }

    void ring_directly(CallStory& told) {
        const auto who = agent();
        const auto leg = ++leg_;
        told.at(next()).rings(leg, who).at(next());
        if (once_in(3)) {
            told.ends(leg, hangup).ends(customer(told), hangup).over(CallResult::NoAnswer);
            return;
        }
        told.say(LegAnswered{LegId{leg}}).talk(customer(told), leg);
        talk(told, leg, who);
    }

    static std::int64_t customer(const CallStory& told) { return told.events.front().call.value * 1000; }

    void wait(CallStory& told) {
        if (once_in(4)) {
            const auto other = queue_ == c_.sales ? c_.service : c_.sales;
            told.at(next()).say(QueueLeft{QueueId{queue_}, QueueExit::Moved, {}}).enter(other);
            queue_ = other;
        }
        for (auto offers = roll(4); offers > 1; --offers) {
            const auto who = agent();
            const auto leg = ++leg_;
            told.at(next()).offer(leg, who, queue_).at(next());
            constexpr OfferOutcome outcomes[] = {OfferOutcome::NoAnswer, OfferOutcome::Refused, OfferOutcome::Busy,
                                                 OfferOutcome::Withdrawn, OfferOutcome::Unreachable};
            told.offer_ends(leg, who, outcomes[roll(5) - 1]);
        }
        told.at(next());
        switch (roll(4)) {
            case 1:
                told.say(QueueLeft{QueueId{queue_}, QueueExit::Abandoned, {}});
                told.ends(customer(told), hangup).over(CallResult::Abandoned);
                break;
            case 2:
                told.say(QueueLeft{QueueId{queue_}, QueueExit::TimedOut, {}});
                told.at(next()).ends(customer(told), hangup).over(CallResult::Voicemail);
                break;
            default:
                answer(told);
                break;
        }
    }

    void answer(CallStory& told) {
        const auto who = agent();
        const auto leg = ++leg_;
        told.offer(leg, who, queue_);
        if (once_in(3)) {
            const auto slower = ++leg_;
            const auto other = agent();
            told.offer(slower, other, queue_).at(next()).say(LegAnswered{LegId{leg}});
            told.say(OfferEnded{OfferId{leg}, UserId{who}, OfferOutcome::Accepted});
            told.offer_ends(slower, other, OfferOutcome::Withdrawn);
            told.say(QueueLeft{QueueId{queue_}, QueueExit::Connected, UserId{who}}).talk(customer(told), leg);
        } else {
            told.at(next()).accept(customer(told), leg, who, queue_);
        }
        talk(told, leg, who);
    }

    /// Somebody talks with the customer; perhaps somebody else does after that.
    void talk(CallStory& told, std::int64_t leg, std::int64_t who) {
        told.at(next());
        const auto other = agent();
        switch (roll(6)) {
            case 1:
                told.say(Transferred{LegId{leg}, UserId{who}, "80", {}}).ends(leg, hangup);
                ring_directly(told);
                return;
            case 2: {
                const auto consulted = ++leg_;
                told.rings(consulted, other).say(ConsultStarted{LegId{leg}, LegId{consulted}}).at(next());
                told.say(LegAnswered{LegId{consulted}}).talk(leg, consulted).at(next());
                const bool handed = once_in(2);
                told.say(ConsultEnded{LegId{leg}, LegId{consulted},
                                      handed ? ConsultOutcome::Completed : ConsultOutcome::Cancelled});
                told.ends(handed ? leg : consulted, hangup).at(next());
                told.ends(customer(told), hangup).ends(handed ? consulted : leg, hangup);
                break;
            }
            case 3: {
                const auto back = ++leg_;
                told.ends(leg, {EndingSide::Us, "connection_lost"}).at(next());
                told.say(LegStarted{LegId{back}, LegRole::Agent, UserId{who}, "80"}).say(LegAnswered{LegId{back}});
                told.say(Resumed{LegId{leg}, LegId{back}}).talk(customer(told), back).at(next());
                told.ends(customer(told), hangup).ends(back, hangup);
                break;
            }
            case 4:
                told.ends(leg, hangup).say(SurveyAsked{UserId{who}, QueueId{queue_}}).at(next());
                if (once_in(2)) {
                    told.say(SurveyAnswered{UserId{who}, QueueId{queue_}, "1", "满意", "", ""});
                }
                told.ends(customer(told), hangup);
                break;
            default:
                told.ends(customer(told), hangup).ends(leg, hangup);
                break;
        }
        told.over(CallResult::Answered);
    }

    void dial_out(CallStory& told) {
        const auto who = agent();
        const auto to = number();
        told.at(at_).say(CallStarted{Direction::ManualOutbound, to, to, "carrier"});
        told.rings(leg_ + 500, who).say(LegAnswered{LegId{leg_ + 500}}).at(next());
        told.say(LegStarted{LegId{leg_}, LegRole::Customer, {}, to, "carrier"});
        if (!once_in(4)) {
            told.say(LegRinging{LegId{leg_}}).at(next());
        }
        if (once_in(2)) {
            told.ends(leg_, {EndingSide::Carrier, "busy"}, 486).ends(leg_ + 500, hangup).over(CallResult::Busy);
            return;
        }
        told.say(LegAnswered{LegId{leg_}}).talk(leg_ + 500, leg_);
        queue_ = c_.sales;
        const auto leg = leg_ + 500;
        leg_ = leg;
        talk(told, leg, who);
    }

    void call_back(CallStory& told) {
        const auto who = agent();
        const auto to = number();
        const auto leg = leg_ + 500;
        told.at(at_).say(CallStarted{Direction::AutoOutbound, to, to, "carrier"});
        told.say(QueueEntered{QueueId{c_.sales}, 1, "callback"}).offer(leg, who, c_.sales).at(next());
        if (once_in(2)) {
            told.offer_ends(leg, who, OfferOutcome::NoAnswer).over(CallResult::NoAnswer);
            return;
        }
        told.say(LegAnswered{LegId{leg}}).say(OfferEnded{OfferId{leg}, UserId{who}, OfferOutcome::Accepted});
        told.say(QueueLeft{QueueId{c_.sales}, QueueExit::Connected, UserId{who}});
        told.say(LegStarted{LegId{leg_}, LegRole::Customer, {}, to, "carrier"}).at(next());
        told.say(LegAnswered{LegId{leg_}}).talk(leg, leg_).at(next());
        told.ends(leg_, hangup).ends(leg, hangup).over(CallResult::Answered);
    }

    void colleagues(CallStory& told) {
        const auto who = agent();
        told.at(at_).say(CallStarted{Direction::Internal, "8001", "8001", ""}).rings(leg_, who);
        told.say(LegAnswered{LegId{leg_}}).rings(leg_ + 1, agent()).at(next());
        told.say(LegAnswered{LegId{leg_ + 1}}).talk(leg_, leg_ + 1).at(next());
        told.ends(leg_, hangup).ends(leg_ + 1, hangup).over(CallResult::Answered);
    }

    const SumsCompany& c_;
    std::mt19937_64 dice_;
    std::vector<Event> all_;
    std::int64_t at_ = 0;
    std::int64_t leg_ = 0;
    std::int64_t queue_ = 0;
};

class RecordSumsRandomTest : public ::testing::TestWithParam<db::Engine> {};

TEST_P(RecordSumsRandomTest, SumsAreThoseOfTheFacts) {
    const auto lives = GetParam() == db::Engine::Sqlite ? 6U : 2U;
    for (std::uint64_t seed = 1; seed <= lives; ++seed) {
        SCOPED_TRACE(seed);
        SumsCompany company{GetParam()};
        Life life{company, seed};
        const auto events = life.events(150);
        for (std::size_t next = 0; next < events.size();) {
            const auto size = std::min<std::size_t>(static_cast<std::size_t>(life.roll(60)), events.size() - next);
            const std::vector<Event> batch{events.begin() + static_cast<std::ptrdiff_t>(next),
                                           events.begin() + static_cast<std::ptrdiff_t>(next + size)};
            next += size;
            ASSERT_NO_FATAL_FAILURE(company.keep(batch, batch.back().at_ms, life.roll(5) == 1 ? 2 : 1));
            if (life.roll(30) == 1) {
                ASSERT_NO_FATAL_FAILURE(company.restart(batch.back().at_ms + second));
            }
            if (life.roll(40) == 1) {
                ASSERT_TRUE(company.connection
                                .run("UPDATE users SET department_id = (SELECT MAX(id) FROM departments) WHERE id = ?",
                                     company.users[static_cast<std::size_t>(life.roll(4) - 1)])
                                .ok());
            }
        }
        EXPECT_EQ(company.faults(), std::vector<std::string>{});
        EXPECT_GE(company.days, 3);
        EXPECT_GT(company.one("SELECT CAST(SUM(inbound_answered) AS BIGINT) FROM agent_days WHERE day % 100 <> 0"), 10);
        EXPECT_GT(
            company.one("SELECT CAST(SUM(called_again) AS BIGINT) FROM call_hours WHERE day % 100 <> 0 AND hour >= 0 "
                        "AND department_id >= 0"),
            5);

        // Made anew elsewhere on earth, and anew again at home, they are what they were.
        const auto talked = company.one(
            "SELECT CAST(SUM(talked_in_ready_ms) AS BIGINT) FROM agent_state_hours WHERE day % 100 <> 0 AND hour >= 0 "
            "AND agent_id > 0");
        for (const auto* zone : {"America/New_York", "Asia/Shanghai"}) {
            ASSERT_TRUE(company.connection.run("UPDATE tenants SET zone = ?", std::string{zone}).ok());
            ASSERT_NO_FATAL_FAILURE(company.build(rollups::Plan::WhereNeeded, events.back().at_ms));
            EXPECT_EQ(company.faults(), std::vector<std::string>{}) << zone;
        }
        EXPECT_EQ(company.one("SELECT CAST(SUM(talked_in_ready_ms) AS BIGINT) FROM agent_state_hours WHERE day % 100 "
                              "<> 0 AND hour >= 0 AND agent_id > 0"),
                  talked);
        const EraseSpan span{company.tenant, evening + 20 * hour, 0, evening + 60 * hour};
        ASSERT_TRUE(call_eraser.erase(company.connection, span, 30).ok());
        EXPECT_EQ(company.faults(), std::vector<std::string>{}) << "in the middle of a deletion";
    }
}

INSTANTIATE_TEST_SUITE_P(BothEngines, RecordSumsRandomTest, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& tested) { return tested.param == db::Engine::Sqlite ? "Sqlite" : "Postgres"; });

}  // namespace
}  // namespace yh::office::records
