#include "calls/conductor_fake.h"

// Outside numbers over several trunks: the next one is taken while it is the trunk that fails, never when it is the
// person called.
namespace yh::calls {
namespace {

struct FailOver : ConductorTest {
    FailOver() {
        auto d = std::make_shared<model::Directory>(*directory);
        for (const auto& [id, name] : {std::pair{second, "second"}, std::pair{third, "third"}}) {
            model::Trunk line;
            line.id = id;
            line.tenant = tenant;
            line.name = name;
            line.srtp = id == third;
            d->trunks.push_back(line);
        }
        d->outbound[0].backups = {second, third};
        for (auto& user : d->users) {
            user.mobile = user.id == zhao ? "13900000003" : "";
        }
        d->index();
        conductor.set_directory(d);
        directory = d;
    }

    TrunkId tried(std::size_t n) const { return std::get<ToTrunk>(signal.invited.at(n).target).trunk; }
    LegId zhao_dials() {
        online(zhao);
        return phone_dials(zhao, "13800138000");
    }
    /// The trunk of each leg to the outside, in their order, with what became of it.
    std::vector<std::string> attempts() const {
        std::vector<std::string> all;
        for (const auto& started : events.of<model::LegStarted>()) {
            if (started.trunk.empty()) {
                continue;
            }
            all.push_back(started.trunk);
            for (const auto& ended : events.of<model::LegEnded>()) {
                if (ended.leg == started.leg) {
                    all.back() += ' ' + ended.ending.reason;
                }
            }
        }
        return all;
    }
    static std::vector<std::string> words(std::initializer_list<const char*> list) {
        return {list.begin(), list.end()};
    }

    const TrunkId second{32}, third{33};
};

TEST_F(FailOver, TrunkThatIsDownIsPassedOver) {
    signal.down = {trunk};
    zhao_dials();
    ASSERT_EQ(signal.invited.size(), 1U);
    EXPECT_EQ(tried(0), second);
    conductor.on_answered(signal.last_invited(), "answer");
    EXPECT_EQ(events.of<model::Bridged>().size(), 1U);
    EXPECT_EQ(attempts(), words({"carrier unreachable", "second"}));
}

TEST_F(FailOver, EachRefusalOfATrunkTakesTheNextOne) {
    const auto caller = zhao_dials();
    EXPECT_EQ(tried(0), trunk);
    EXPECT_EQ(signal.invited[0].answer_within, 4s);
    conductor.on_failed(signal.last_invited(), 503, "Service Unavailable");
    ASSERT_EQ(signal.invited.size(), 2U);
    EXPECT_EQ(tried(1), second);
    conductor.on_failed(signal.last_invited(), 408, "no answer");
    ASSERT_EQ(signal.invited.size(), 3U);
    EXPECT_EQ(tried(2), third);
    EXPECT_EQ(media.profiles.at(signal.last_invited()).security, MediaSecurity::Sdes);  // each as it is configured
    EXPECT_EQ(signal.invited[2].answer_within, 0s);  // nobody is left: it may take its time
    EXPECT_EQ(std::get<ToTrunk>(signal.invited[2].target).number, "13800138000");
    EXPECT_FALSE(signal.was_closed(caller));
    conductor.on_answered(signal.last_invited(), "answer");
    EXPECT_EQ(media.heard_by(caller), "leg " + signal.last_invited().text());
    conductor.on_ended(signal.last_invited(), {});
    EXPECT_EQ(attempts(), words({"carrier sip_503", "second sip_408", "third hangup"}));
}

TEST_F(FailOver, WhatIsSaidOfThePersonCalledIsFinal) {
    for (const int status : {486, 480, 404, 603}) {
        const auto before = signal.invited.size();
        const auto caller = zhao_dials();
        conductor.on_failed(signal.last_invited(), status, "");
        EXPECT_EQ(signal.invited.size(), before + 1) << status;
        EXPECT_TRUE(signal.was_closed(caller)) << status;
        settle();
    }
}

TEST_F(FailOver, WhoRingsIsNotLeft) {
    const auto caller = zhao_dials();
    conductor.on_progress(signal.last_invited(), 180, "");
    advance(30s);
    conductor.on_failed(signal.last_invited(), 503, "");
    EXPECT_EQ(signal.invited.size(), 1U);
    EXPECT_TRUE(signal.was_closed(caller));
}

TEST_F(FailOver, TrunkThatSaysNothingOfRingingIsLeftAndCancelled) {
    zhao_dials();
    const auto first = signal.last_invited();
    advance(14s);
    EXPECT_EQ(signal.invited.size(), 1U);
    advance(2s);
    EXPECT_TRUE(signal.was_closed(first));
    ASSERT_EQ(signal.invited.size(), 2U);
    EXPECT_EQ(tried(1), second);
    conductor.on_answered(first, "answer");  // too late: sip ends it
    EXPECT_TRUE(events.of<model::Bridged>().empty());
    conductor.on_answered(signal.last_invited(), "answer");
    EXPECT_EQ(events.of<model::Bridged>().size(), 1U);
}

TEST_F(FailOver, WhenNoTrunkServesTheCallerIsTold) {
    const auto caller = zhao_dials();
    for (int i = 0; i < 3; ++i) {
        conductor.on_failed(signal.last_invited(), 503, "");
    }
    EXPECT_EQ(signal.invited.size(), 3U);
    EXPECT_TRUE(signal.was_closed(caller));
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
    EXPECT_EQ(events.of<model::CallEnded>().at(0).result, CallResult::Failed);

    signal.down = {trunk, second, third};
    const auto again = phone_dials(zhao, "13800138000");
    EXPECT_EQ(signal.invited.size(), 3U);
    EXPECT_TRUE(signal.was_closed(again));
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(FailOver, OthersThatFailAtOnceEndTheCallAsTheFirstDid) {
    const auto caller = zhao_dials();
    signal.down = {second, third};
    conductor.on_failed(signal.last_invited(), 503, "");
    EXPECT_EQ(signal.invited.size(), 1U);
    EXPECT_TRUE(signal.was_closed(caller));
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(FailOver, CallerWhoGivesUpBetweenTwoTrunksEndsAll) {
    const auto caller = zhao_dials();
    conductor.on_failed(signal.last_invited(), 503, "");
    conductor.on_ended(caller, {});
    EXPECT_TRUE(signal.was_closed(signal.last_invited()));
    advance(60s);
    EXPECT_EQ(signal.invited.size(), 2U);
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(FailOver, ConsultationGoesOnOverTheNextTrunk) {
    online(wang);
    const auto customer = customer_calls();
    conductor.on_answered(signal.last_invited(), "answer");
    const auto call = events.of<model::Bridged>().size();
    ASSERT_EQ(call, 1U);
    const auto id = media.open.at(customer);
    ASSERT_TRUE(conductor.apply(model::Consult{id, wang, "13800138000"}).ok());
    const auto first = signal.last_invited();
    conductor.on_failed(first, 503, "");
    ASSERT_NE(signal.last_invited(), first);
    EXPECT_TRUE(events.of<model::ConsultEnded>().empty());
    conductor.on_answered(signal.last_invited(), "answer");
    ASSERT_TRUE(conductor.apply(model::CompleteConsult{id, wang}).ok());
    EXPECT_EQ(media.heard_by(customer), "leg " + signal.last_invited().text());
}

TEST_F(FailOver, BlindTransferToTheOutsideGoesOnOverTheNextTrunk) {
    online(wang);
    const auto customer = customer_calls();
    conductor.on_answered(signal.last_invited(), "answer");
    ASSERT_TRUE(conductor.apply(model::Transfer{media.open.at(customer), wang, "13800138000"}).ok());
    ASSERT_EQ(tried(1), trunk);
    conductor.on_failed(signal.last_invited(), 503, "");
    ASSERT_EQ(signal.invited.size(), 3U);
    EXPECT_EQ(tried(2), second);
    EXPECT_EQ(media.heard_by(customer), "tone:ringback") << "the customer hears nothing of it";
    conductor.on_answered(signal.last_invited(), "answer");
    EXPECT_EQ(media.heard_by(customer), "leg " + signal.last_invited().text());
    conductor.on_ended(customer, {});
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(FailOver, BlindTransferThatNoTrunkTakesComesBackToWhoSentIt) {
    online(wang);
    const auto customer = customer_calls();
    conductor.on_answered(signal.last_invited(), "answer");
    ASSERT_TRUE(conductor.apply(model::Transfer{media.open.at(customer), wang, "13800138000"}).ok());
    for (int i = 0; i < 3; ++i) {
        conductor.on_failed(signal.last_invited(), 503, "");
    }
    const auto* back = std::get_if<ToExtension>(&signal.invited.back().target);
    ASSERT_NE(back, nullptr);
    EXPECT_EQ(back->user, wang);
    conductor.on_answered(signal.last_invited(), "answer");
    EXPECT_EQ(media.heard_by(customer), "leg " + signal.last_invited().text());
    EXPECT_EQ(attempts(), words({"carrier", "carrier sip_503", "second sip_503", "third sip_503"}));
}

TEST_F(FailOver, B02_CallBackGoesOnOverTheNextTrunkAndCountsOneAttempt) {
    conductor.restore_callback({CallId{77}, tenant, sales, "13900000003", clock.wall() - 10min});
    online(wang);
    conductor.on_answered(signal.last_invited(), "answer");
    const auto agent = signal.invited[0].leg;
    ASSERT_EQ(tried(1), trunk);
    conductor.on_failed(signal.last_invited(), 503, "");
    ASSERT_EQ(signal.invited.size(), 3U);
    EXPECT_EQ(tried(2), second);
    EXPECT_TRUE(events.of<model::CallbackTried>().empty()) << "the customer has not been reached yet";
    conductor.on_answered(signal.last_invited(), "answer");
    EXPECT_EQ(media.heard_by(agent), "leg " + signal.last_invited().text());
    EXPECT_EQ(events.of<model::CallbackTried>().at(0).attempt, 1);
    EXPECT_EQ(events.of<model::CallbackEnded>().at(0).result, "answered");
    conductor.on_ended(signal.last_invited(), {});
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(FailOver, MobileInPlaceOfASeatIsRungOverTheNextTrunkForTheSameOffer) {
    auto d = std::make_shared<model::Directory>(*directory);
    d->users[0].mobile = "13900000001";  // Wang
    d->index();
    conductor.set_directory(d);
    ASSERT_TRUE(conductor.apply(model::SetMobile{wang, true}).ok());
    customer_calls();
    ASSERT_EQ(signal.invited.size(), 1U);
    conductor.on_failed(signal.last_invited(), 503, "");
    ASSERT_EQ(signal.invited.size(), 2U);
    EXPECT_EQ(tried(1), second);
    EXPECT_TRUE(events.of<model::OfferEnded>().empty());
    conductor.on_answered(signal.last_invited(), "answer");
    EXPECT_EQ(events.of<model::OfferEnded>().at(0).outcome, model::OfferOutcome::Accepted);
    EXPECT_EQ(events.of<model::Bridged>().size(), 1U);
    conductor.on_ended(signal.last_invited(), {});
    settle();
    EXPECT_EQ(conductor.calls_up(), 0U);
    EXPECT_EQ(conductor.live_agent(wang)->activity, model::AgentActivity::Idle);
}

TEST_F(FailOver, MobileThatNoTrunkReachesEndsTheOfferAndFreesTheAgent) {
    auto d = std::make_shared<model::Directory>(*directory);
    d->users[0].mobile = "13900000001";
    d->index();
    conductor.set_directory(d);
    ASSERT_TRUE(conductor.apply(model::SetMobile{wang, true}).ok());
    customer_calls();
    signal.down = {trunk, second, third};
    conductor.on_failed(signal.last_invited(), 503, "");
    EXPECT_EQ(events.of<model::OfferEnded>().size(), 1U);
    EXPECT_EQ(conductor.live_agent(wang)->activity, model::AgentActivity::Idle);
    EXPECT_EQ(conductor.calls_up(), 1U);  // the caller waits on
}

}  // namespace
}  // namespace yh::calls
