#include <gtest/gtest.h>

#include "sip/endpoint_fake.h"

// Browsers at the registrar: known by their session, one a user, reached by their flow and by nothing else.
namespace yh::sip {
namespace {

using std::chrono::seconds;

struct Page : FakePeer {
    Page(FakeOffice& its_office, std::int64_t flow, std::int64_t user)
        : FakePeer{its_office, "192.0.2.70:" + std::to_string(40'000 + flow), Transport::Ws, FlowId{flow}},
          office{its_office} {
        office.browsers[FlowId{flow}] = model::UserId{user};
    }
    int register_as(std::string_view extension, std::uint32_t expires_s = 600) {
        FakeRequest request;
        request.method = "REGISTER";
        request.uri = "sip:demo";
        request.from = request.to = "<sip:" + std::string{extension} + "@demo>";
        request.call_id = "page-" + hop.flow.text();
        request.cseq = ++cseq;
        request.headers = {"Contact: <sip:p" + hop.flow.text() +
                           "@abc.invalid;transport=ws>;expires=" + std::to_string(expires_s)};
        send(request);
        const auto answers = take();
        return answers.empty() ? 0 : answers.front().status();
    }
    /// Rings and answers leg `leg`.
    void takes_a_call(std::int64_t leg) {
        ASSERT_TRUE(office.call_extension(FakeOffice::user_8001, leg).ok());
        reply(take_one("INVITE"), 200, "page", fake_answer);
        office.calls.take();
        take();
    }

    FakeOffice& office;
    std::uint32_t cseq = 0;
};

struct Browsers : testing::Test {
    FakeOffice office;
    Page page{office, 1, FakeOffice::user_8001};
};

TEST_F(Browsers, RegisterTheExtensionOfTheirSessionAndNoOther) {
    EXPECT_EQ(page.register_as("8002"), 403);
    EXPECT_EQ(page.register_as("8099"), 403);
    EXPECT_EQ(office.core->bindings(), 0U);
    EXPECT_EQ(page.register_as("8001"), 200);
    EXPECT_EQ(office.calls.take(), words({"device 11 online"}));
    FakeRequest invite;
    invite.uri = "sip:600@demo";
    invite.from = "<sip:8002@demo>";
    invite.body = fake_offer;
    page.send(invite);
    EXPECT_EQ(page.take_log(), words({"403"}));
}

TEST_F(Browsers, OfDeskPhoneUsersRegisterNothing) {
    auto directory = office.directory();
    directory->users[0].extension_type = model::ExtensionType::Sip;
    office.core->set_directory(directory);
    EXPECT_EQ(page.register_as("8001"), 403);
}

TEST_F(Browsers, AreReachedByTheirFlow) {
    page.register_as("8001");
    ASSERT_TRUE(office.call_extension(FakeOffice::user_8001, 5).ok());
    EXPECT_EQ(page.take_one("INVITE").request_uri(), "sip:p1@abc.invalid;transport=ws");
}

TEST_F(Browsers, NewerOneTakesOverWithoutTheUserGoingOffline) {
    page.register_as("8001");
    Page newer{office, 2, FakeOffice::user_8001};
    office.calls.take();
    EXPECT_EQ(newer.register_as("8001"), 200);
    EXPECT_EQ(office.taken_over, std::vector{FlowId{1}});
    EXPECT_TRUE(office.calls.take().empty()) << "online before, online after";
    ASSERT_TRUE(office.call_extension(FakeOffice::user_8001, 5).ok());
    EXPECT_EQ(newer.take_log(), words({"INVITE"}));
    EXPECT_TRUE(page.take_log().empty());
}

TEST_F(Browsers, RefreshAskingAndSigningOutTakeNothingOver) {
    page.register_as("8001");
    EXPECT_EQ(page.register_as("8001"), 200);
    Page newer{office, 2, FakeOffice::user_8001};
    EXPECT_EQ(newer.register_as("8001", 0), 200);
    EXPECT_TRUE(office.taken_over.empty());
    EXPECT_EQ(office.core->bindings(), 1U);
}

TEST_F(Browsers, OfOthersAreLeftAlone) {
    page.register_as("8001");
    Page colleague{office, 2, FakeOffice::user_8002};
    EXPECT_EQ(colleague.register_as("8002"), 200);
    EXPECT_TRUE(office.taken_over.empty());
}

TEST_F(Browsers, LostInMidCallAreToldAtOnce) {
    page.register_as("8001");
    page.takes_a_call(5);
    office.core->on_flow_closed(FlowId{1});
    EXPECT_EQ(office.calls.take(), words({"device 11 offline", "ended flow_lost"}));
    EXPECT_EQ(office.core->calls_up(), 0U);
}

TEST_F(Browsers, TakenOverInMidCallLoseTheirLegWhenTheNewerIsThereAlready) {
    page.register_as("8001");
    page.takes_a_call(5);
    Page newer{office, 2, FakeOffice::user_8001};
    newer.register_as("8001");
    EXPECT_EQ(office.calls.take(), words({"ended flow_lost"}));
    ASSERT_TRUE(office.call_extension(FakeOffice::user_8001, 6).ok());
    EXPECT_EQ(newer.take_log(), words({"INVITE"}));
}

TEST_F(Browsers, LostWhileRingingFailTheOfferAtOnce) {
    page.register_as("8001");
    ASSERT_TRUE(office.call_extension(FakeOffice::user_8001, 5).ok());
    office.calls.take();
    office.core->on_flow_closed(FlowId{1});
    const auto heard = office.calls.take();
    ASSERT_EQ(heard.size(), 2U);
    EXPECT_EQ(heard[0], "device 11 offline");
    EXPECT_TRUE(heard[1].starts_with("failed 503")) << heard[1];
}

TEST_F(Browsers, HearOfTheirRegistrationBeforeTheyAreRung) {
    office.calls.take();
    std::vector<std::string> seen;
    office.calls.when_device = [&] { seen = page.take_log(); };
    page.register_as("8001");
    EXPECT_EQ(seen, words({"200"}));
}

}  // namespace
}  // namespace yh::sip
