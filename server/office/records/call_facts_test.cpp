#include "office/records/call_facts.h"

#include <gtest/gtest.h>

namespace yh::office::records {
namespace {

using namespace model;

// 0 s call, 1 s queue, 2 s offer refused, 5 s second offer, 9 s talk with 4 s of hold, 30 s customer hangs up.
std::vector<Event> answered_call() {
    const TenantId tenant{1};
    const CallId call{7};
    const LegId customer{11}, first{12}, second{13};
    std::vector<Event> events;
    const auto at = [&](std::int64_t ms, EventBody body) { events.push_back({ms, tenant, call, std::move(body)}); };
    at(0, CallStarted{Direction::Inbound, "13800000001", "4008001234", "carrier"});
    at(0, LegStarted{customer, LegRole::Customer, {}, "13800000001"});
    at(1000, LegAnswered{customer});
    at(1000, QueueEntered{QueueId{5}, 1, {}});
    at(2000, OfferMade{OfferId{1}, QueueId{5}, UserId{21}, first});
    at(2000, LegStarted{first, LegRole::Agent, UserId{21}, "8001"});
    at(2500, LegRinging{first});
    at(4000, OfferEnded{OfferId{1}, UserId{21}, OfferOutcome::Refused});
    at(4000, LegEnded{first, {EndingSide::Agent, "refused"}, 603});
    at(5000, OfferMade{OfferId{2}, QueueId{5}, UserId{22}, second});
    at(5000, LegStarted{second, LegRole::Agent, UserId{22}, "8002"});
    at(9000, LegAnswered{second});
    at(9000, OfferEnded{OfferId{2}, UserId{22}, OfferOutcome::Accepted});
    at(9000, QueueLeft{QueueId{5}, QueueExit::Connected, UserId{22}});
    at(9000, RecordingStarted{RecordingId{3}, "demo/7.wav", customer, second});
    at(9000, Bridged{customer, second});
    at(12000, LegHeld{second, true});
    at(16000, LegHeld{second, false});
    at(30000, LegEnded{customer, {EndingSide::Caller, "hangup"}, 0});
    at(30000, LegEnded{second, {EndingSide::Caller, "hangup"}, 0});
    at(30000, RecordingEnded{RecordingId{3}, 21000, 336058, ""});
    at(30000, CallEnded{CallResult::Answered, {EndingSide::Caller, "hangup"}});
    return events;
}

TEST(CallFacts, TimesOfAnAnsweredCall) {
    CallFacts facts;
    for (const auto& event : answered_call()) {
        facts.apply(event);
    }
    ASSERT_TRUE(facts.ended);
    EXPECT_EQ(facts.call.wait_ms, 8000);
    EXPECT_EQ(facts.call.ring_ms, 6500);
    EXPECT_EQ(facts.call.talk_ms, 21000);
    EXPECT_EQ(facts.call.hold_ms, 4000);
    EXPECT_EQ(facts.call.agent_id, 22);
    EXPECT_EQ(facts.call.queue_id, 5);
    ASSERT_EQ(facts.legs.size(), 3U);
    EXPECT_EQ(facts.legs[1].offer_outcome, OfferOutcome::Refused);
    EXPECT_EQ(facts.legs[2].offer_outcome, OfferOutcome::Accepted);
    ASSERT_EQ(facts.visits.size(), 1U);
    EXPECT_EQ(facts.visits[0].queue_exit, QueueExit::Connected);
    EXPECT_EQ(facts.recordings.at(0).duration_ms, 21000);
}

// Who rang in vain, and then left a message: the ringing was over before.
TEST(CallFacts, RingOfAnUnansweredCallEndsWithTheLastRing) {
    const TenantId tenant{1};
    const CallId call{7};
    const LegId customer{11}, first{12}, second{13};
    CallFacts facts;
    const auto at = [&](std::int64_t ms, EventBody body) { facts.apply({ms, tenant, call, std::move(body)}); };
    at(0, CallStarted{Direction::Inbound, "13800000001", "4008001234", "carrier"});
    at(0, LegStarted{customer, LegRole::Customer, {}, "13800000001", "carrier"});
    at(1000, LegAnswered{customer});
    for (const auto& [leg, from] : {std::pair{first, 2000}, std::pair{second, 9000}}) {
        at(from, LegStarted{leg, LegRole::Agent, UserId{21}, "8001"});
        at(from, LegRinging{leg});
        at(from + 5000, LegEnded{leg, {EndingSide::Us, "no_answer"}, 487});
    }
    at(60000, LegEnded{customer, {EndingSide::Caller, "hangup"}, 0});
    at(60000, CallEnded{CallResult::Voicemail, {EndingSide::Us, "voicemail"}});
    EXPECT_EQ(facts.call.ring_ms, 12000);
    EXPECT_EQ(facts.legs[0].trunk, "carrier") << "the line that it came in by";
    EXPECT_EQ(facts.legs[1].trunk, "");
}

// Who dials by click is rung first by their own telephone.
TEST(CallFacts, RingOfADialledCallIsThatOfWhoIsCalled) {
    const TenantId tenant{1};
    const CallId call{7};
    const LegId agent{11}, customer{12};
    CallFacts facts;
    const auto at = [&](std::int64_t ms, EventBody body) { facts.apply({ms, tenant, call, std::move(body)}); };
    at(0, CallStarted{Direction::ManualOutbound, "13800000001", "13800000001", ""});
    at(0, LegStarted{agent, LegRole::Agent, UserId{21}, "8001"});
    at(100, LegRinging{agent});
    at(4000, LegAnswered{agent});
    at(4000, LegStarted{customer, LegRole::Customer, {}, "13800000001", "carrier"});
    at(5000, LegRinging{customer});
    at(9000, LegAnswered{customer});
    at(9000, Bridged{agent, customer});
    at(20000, CallEnded{CallResult::Answered, {EndingSide::Caller, "hangup"}});
    EXPECT_EQ(facts.call.ringing_at_ms, 5000);
    EXPECT_EQ(facts.call.ring_ms, 4000);
}

// The process may die after any event: what recovery adds must always make a whole record, once.
TEST(CallFacts, RecordNamesTheTrunkThatWasUsedAndEachThatWasTried) {
    const TenantId tenant{1};
    const CallId call{7};
    const LegId agent{11}, first{12}, second{13};
    CallFacts facts;
    const auto at = [&](std::int64_t ms, EventBody body) { facts.apply({ms, tenant, call, std::move(body)}); };
    at(0, CallStarted{Direction::ManualOutbound, "13800000001", "13800000001", ""});
    at(0, LegStarted{agent, LegRole::Agent, UserId{21}, "8001"});
    at(0, LegStarted{first, LegRole::Customer, {}, "13800000001", "carrier"});
    at(500, LegEnded{first, {EndingSide::Carrier, "sip_503"}, 503});
    at(500, LegStarted{second, LegRole::Customer, {}, "13800000001", "backup"});
    at(2000, LegAnswered{second});
    at(2000, LegAnswered{agent});
    at(2000, Bridged{agent, second});
    // Who is asked in mid-call is not the customer.
    at(3000, LegStarted{LegId{14}, LegRole::Other, {}, "13800000002", "carrier"});
    EXPECT_EQ(facts.call.trunk, "backup");
    ASSERT_EQ(facts.legs.size(), 4U);
    EXPECT_EQ(facts.legs[1].ending_reason, "sip_503");
}

TEST(CallFacts, OfferThatGoesOnOverAnotherTrunkIsOneOffer) {
    CallFacts facts;
    const auto at = [&](std::int64_t ms, EventBody body) {
        facts.apply({ms, TenantId{1}, CallId{7}, std::move(body)});
    };
    const LegId customer{11}, first{12}, second{13};
    at(0, CallStarted{Direction::Inbound, "13800000001", "4008001234", "carrier"});
    at(0, LegStarted{customer, LegRole::Customer, {}, "13800000001"});
    at(0, QueueEntered{QueueId{5}, 1, {}});
    at(1000, OfferMade{OfferId{1}, QueueId{5}, UserId{21}, first});
    at(1000, LegStarted{first, LegRole::Agent, UserId{21}, "13900000001", "carrier"});
    at(1500, LegEnded{first, {EndingSide::Carrier, "sip_503"}, 503});
    at(1500, OfferMade{OfferId{1}, QueueId{5}, UserId{21}, second});
    at(1500, LegStarted{second, LegRole::Agent, UserId{21}, "13900000001", "backup"});
    at(4000, OfferEnded{OfferId{1}, UserId{21}, OfferOutcome::Accepted});
    ASSERT_EQ(facts.legs.size(), 3U);
    EXPECT_FALSE(facts.legs[1].offer_outcome);
    EXPECT_EQ(facts.legs[2].offer_outcome, OfferOutcome::Accepted);
    EXPECT_EQ(facts.call.trunk, "carrier");  // the one that the customer came by
}

TEST(CallFacts, DeathAfterAnyEventLeavesAWholeRecord) {
    const auto events = answered_call();
    for (std::size_t died_after = 1; died_after < events.size(); ++died_after) {
        CallFacts facts;
        for (std::size_t i = 0; i < died_after; ++i) {
            facts.apply(events[i]);
        }
        for (const auto& event : facts.lost_at(31000)) {
            facts.apply(event);
        }
        ASSERT_TRUE(facts.ended) << died_after;
        EXPECT_EQ(facts.call.ending_reason, "process_lost");
        EXPECT_EQ(facts.call.ended_at_ms, 31000);
        for (const auto& leg : facts.legs) {
            EXPECT_NE(leg.ended_at_ms, 0) << died_after;
        }
        for (const auto& visit : facts.visits) {
            EXPECT_NE(visit.left_at_ms, 0) << died_after;
        }
    }
}

}  // namespace
}  // namespace yh::office::records
