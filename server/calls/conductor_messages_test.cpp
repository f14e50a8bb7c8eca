#include "calls/conductor_talk_fake.h"

// Hearing the messages of one's queues by telephone (R106, R107): *97.
namespace yh::calls {
namespace {

class FakeMessages final : public MessagePort {
  public:
    void ask_messages(CallId call, UserId user) override {
        asked = call;
        asked_by = user;
    }
    void mark_listened(UserId, RecordingId message) override { said.push_back("listened " + message.text()); }
    void remove_message(UserId, RecordingId message) override { said.push_back("removed " + message.text()); }

    CallId asked;
    UserId asked_by;
    std::vector<std::string> said;
};

class Messages : public TalkTest {
  protected:
    Messages() {
        conductor.set_messages(&port);
        online(wang);
    }
    void wang_dials() {
        phone = phone_dials(wang, "*97");
        call = media.open.at(phone);
    }
    void two_are_there(bool may_remove) {
        StoredMessages found;
        found.items = {{RecordingId{5}, "demo/5.wav", WallTime{}, false},
                       {RecordingId{6}, "demo/6.wav", WallTime{}, false}};
        found.may_remove = may_remove;
        conductor.on_messages(call, std::move(found));
    }
    /// What plays is over.
    void played() {
        const auto& legs_heard = media.plans.at(call).legs;
        conductor.on_program_finished(call, phone, legs_heard.at(0).program->id);
    }
    std::string heard_now() const { return media.heard_by(phone); }

    FakeMessages port;
    LegId phone;
};

TEST_F(Messages, R106PhoneHearsThemOneAfterTheOther) {
    wang_dials();
    EXPECT_EQ(port.asked, call);
    EXPECT_EQ(port.asked_by, wang);
    EXPECT_EQ(activity(wang), AgentActivity::Dialling) << "nobody is rung meanwhile";
    two_are_there(false);
    EXPECT_EQ(heard_now(), "say:您有2条新留言。");
    played();
    EXPECT_EQ(heard_now(), "recording:demo/5.wav");
    EXPECT_TRUE(port.said.empty());
    played();
    EXPECT_EQ(port.said, std::vector<std::string>{"listened 5"});
    conductor.on_dtmf(phone, '1');
    EXPECT_EQ(heard_now(), "recording:demo/5.wav");
    conductor.on_dtmf(phone, '2');
    EXPECT_EQ(heard_now(), "recording:demo/6.wav");
    conductor.on_dtmf(phone, '3');
    EXPECT_TRUE(heard_now().starts_with("say:您没有删除留言的权限。")) << heard_now();
    conductor.on_dtmf(phone, '#');
    played();
    EXPECT_TRUE(signal.was_closed(phone));
    settle();
    EXPECT_EQ(port.said, (std::vector<std::string>{"listened 5", "listened 6"}));
    EXPECT_EQ(activity(wang), AgentActivity::Idle);
    const auto ended = events.of<model::CallEnded>().at(0);
    EXPECT_EQ(ended.result, CallResult::Answered);
    EXPECT_EQ(ended.ending.reason, "messages_heard");
    EXPECT_EQ(conductor.calls_up(), 0U);
}

TEST_F(Messages, R107LeaderDeletes) {
    wang_dials();
    two_are_there(true);
    played();
    conductor.on_dtmf(phone, '3');
    EXPECT_EQ(port.said, (std::vector<std::string>{"listened 5", "removed 5"}));
    EXPECT_EQ(heard_now(), "say:留言已删除。 recording:demo/6.wav");
}

TEST_F(Messages, R106WhoHangsUpInTheMiddleHasNotListened) {
    wang_dials();
    two_are_there(false);
    played();
    hangs_up(phone);
    settle();
    EXPECT_TRUE(port.said.empty());
    EXPECT_EQ(conductor.calls_up(), 0U);
    conductor.on_messages(call, StoredMessages{});  // a second answer, too late
}

TEST_F(Messages, R106OfficeThatDoesNotAnswerIsSaid) {
    wang_dials();
    advance(11s);
    EXPECT_TRUE(heard_now().starts_with("say:暂时无法听取留言")) << heard_now();
    two_are_there(false);
    EXPECT_TRUE(heard_now().starts_with("say:暂时无法听取留言")) << "it stays with that";
    played();
    EXPECT_TRUE(signal.was_closed(phone));
}

TEST_F(Messages, R106TheTimeIsToldOnTheClockOfTheCompany) {
    choose([&](model::Directory& d) {
        model::Schedule hours;
        hours.code = "main";
        hours.zone = "Asia/Shanghai";
        d.schedules.push_back({tenant, hours});
    });
    wang_dials();
    StoredMessages found;
    found.items = {{RecordingId{5}, "demo/5.wav", WallTime{std::chrono::seconds{1795267800}}, false}};
    conductor.on_messages(call, std::move(found));
    played();
    EXPECT_EQ(heard_now(), "say:11月21日21点30分的留言。 recording:demo/5.wav");
}

}  // namespace
}  // namespace yh::calls
