#include "sip/dialog.h"

#include <gtest/gtest.h>

#include <string>

#include "sip/wire_fake.h"

namespace yh::sip {
namespace {

Message received(std::string bytes) {
    auto parsed = Message::parse(std::move(bytes));
    EXPECT_TRUE(parsed.good()) << parsed.complaint;
    return std::move(parsed.message);
}

Message invite(std::string_view routes = {}) {
    auto request = fake_request("INVITE");
    if (!routes.empty()) {
        request.add(Header::RecordRoute, routes);
    }
    return received(std::move(request).finish("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1"));
}

Message response(const Message& request, int status, std::string_view tag,
                 std::string_view contact = "<sip:b@192.0.2.9>") {
    auto builder = MessageBuilder::response(request, status, tag);
    if (!contact.empty()) {
        builder.add(Header::Contact, contact);
    }
    return received(std::move(builder).finish());
}

Message in_dialog(const Dialog& of_peer_side, std::string_view method, std::uint32_t cseq,
                  std::string_view contact = {}) {
    auto request = MessageBuilder::request(method, "sip:us");
    request.add(Header::From, of_peer_side.remote_party() + ";tag=" + of_peer_side.remote_tag());
    request.add(Header::To, of_peer_side.local_party() + ";tag=" + of_peer_side.local_tag());
    request.add(Header::CallId, of_peer_side.call_id())
        .add(Header::CSeq, std::to_string(cseq) + ' ' + std::string{method});
    if (!contact.empty()) {
        request.add(Header::Contact, contact);
    }
    return received(std::move(request).finish("SIP/2.0/UDP h;branch=z9hG4bK2"));
}

TEST(Dialog, ServerSideKeepsRouteOrderAndSpeaksBack) {
    const auto request = invite("<sip:p1;lr>, <sip:p2;lr>");
    auto dialog = Dialog::as_server(request, "b1", "sip:600@192.0.2.2:5060");
    ASSERT_TRUE(dialog.ok());
    EXPECT_EQ(dialog->next_hop_uri(), "sip:p1;lr");
    dialog->confirm();
    const auto bye = received(dialog->request(Method::Bye).finish("SIP/2.0/UDP h;branch=z9hG4bK3"));
    EXPECT_EQ(bye.request_uri(), "sip:8001@192.0.2.1:5060");
    EXPECT_EQ(bye.values(Header::Route).count(), 2U);
    EXPECT_EQ(bye.from_tag(), "b1");
    EXPECT_EQ(bye.to_tag(), "a1");
    EXPECT_EQ(bye.cseq(), 1U);
    EXPECT_FALSE(bye.has(Header::Contact));
    EXPECT_EQ(Dialog::key_of(in_dialog(*dialog, "BYE", 2)), dialog->key());
    EXPECT_FALSE(
        Dialog::as_server(
            received(
                fake_request("INVITE").add(Header::Contact, "<sip:second>").finish("SIP/2.0/UDP h;branch=z9hG4bK1")),
            "b", "sip:u")
            .ok());
}

TEST(Dialog, ClientSideReversesRoutesAndConfirmComputesThemAgain) {
    const auto early = response(invite("<sip:p2;lr>, <sip:p1;lr>"), 180, "b1");
    auto dialog = Dialog::as_client(early, "sip:8001@192.0.2.1", {});
    ASSERT_TRUE(dialog.ok());
    EXPECT_EQ(dialog->state(), DialogState::Early);
    EXPECT_EQ(dialog->next_hop_uri(), "sip:p1;lr");
    EXPECT_EQ(Dialog::key_of(early), dialog->key());
    dialog->on_response(response(invite("<sip:p3;lr>"), 200, "b1", "<sip:b@192.0.2.10>"));
    EXPECT_EQ(dialog->state(), DialogState::Confirmed);
    EXPECT_EQ(dialog->next_hop_uri(), "sip:p3;lr");
    EXPECT_EQ(dialog->remote_target(), "sip:b@192.0.2.10");
    const auto ack = received(dialog->ack(1).finish("SIP/2.0/UDP h;branch=z9hG4bK3"));
    EXPECT_EQ(ack.cseq(), 1U);
    EXPECT_TRUE(ack.is(Method::Ack));
    EXPECT_EQ(received(dialog->request("INVITE").finish("SIP/2.0/UDP h;branch=z9hG4bK4")).cseq(), 2U);
}

TEST(Dialog, StrictRouterChangesPlacesWithTheTarget) {
    auto dialog = Dialog::as_server(invite("<sip:strict>, <sip:p2;lr>"), "b1", "sip:u");
    const auto bye = received(dialog->request("BYE").finish("SIP/2.0/UDP h;branch=z9hG4bK3"));
    EXPECT_EQ(bye.request_uri(), "sip:strict");
    std::string routes;
    for (const auto route : bye.values(Header::Route)) {
        routes += route;
    }
    EXPECT_EQ(routes, "<sip:p2;lr><sip:8001@192.0.2.1:5060>");
}

TEST(Dialog, CSeqMustNotFallAndTargetIsRefreshed) {
    auto dialog = Dialog::as_server(invite(), "b1", "sip:u");
    EXPECT_EQ(dialog->on_request(in_dialog(*dialog, "INVITE", 5, "<sip:new@192.0.2.7>")), CSeqCheck::InOrder);
    EXPECT_EQ(dialog->remote_target(), "sip:new@192.0.2.7");
    EXPECT_EQ(dialog->on_request(in_dialog(*dialog, "INVITE", 4, "<sip:old>")), CSeqCheck::OutOfOrder);
    EXPECT_EQ(dialog->on_request(in_dialog(*dialog, "INFO", 6, "<sip:ignored>")), CSeqCheck::InOrder);
    EXPECT_EQ(dialog->remote_target(), "sip:new@192.0.2.7");
    EXPECT_EQ(dialog->remote_cseq(), 6U);
}

TEST(ForkSet, TheFirst200WinsAndOthersAreLost) {
    using News = ForkSet::News;
    const auto request = invite();
    ForkSet forks;
    const auto feed = [&](int status, std::string_view tag) {
        return forks.on_response(response(request, status, tag), "sip:us", {}).news;
    };
    EXPECT_EQ(feed(100, ""), News::None);
    EXPECT_EQ(feed(180, "p1"), News::Early);
    EXPECT_EQ(feed(183, "p2"), News::Early);
    EXPECT_EQ(feed(180, "p1"), News::EarlyUpdate);
    EXPECT_EQ(feed(200, "p2"), News::Won);
    EXPECT_EQ(feed(200, "p2"), News::WonAgain);
    EXPECT_EQ(feed(200, "p1"), News::Lost);
    EXPECT_EQ(feed(200, "p1"), News::LostAgain);
    EXPECT_EQ(feed(200, "p3"), News::Lost);
    EXPECT_EQ(feed(486, "p4"), News::None);
    ASSERT_NE(forks.winner(), nullptr);
    EXPECT_EQ(forks.winner()->remote_tag(), "p2");
    EXPECT_EQ(forks.size(), 3U);
}

TEST(ForkSet, MadeUpTagsDoNotFillMemory) {
    const auto request = invite();
    ForkSet forks;
    for (int i = 0; i < 500; ++i) {
        forks.on_response(response(request, 180, "t" + std::to_string(i)), "sip:us", {});
    }
    EXPECT_EQ(forks.size(), 32U);
    EXPECT_EQ(forks.on_response(response(request, 200, "real"), "sip:us", {}).news, ForkSet::News::Won);
}

TEST(ForkSet, Careless200WithoutContactCanStillBeAcked) {
    ForkSet forks;
    const auto outcome = forks.on_response(response(invite(), 200, "b1", ""), "sip:us", {});
    ASSERT_EQ(outcome.news, ForkSet::News::Won);
    EXPECT_EQ(outcome.dialog->remote_target(), "sip:600@192.0.2.2");
}

}  // namespace
}  // namespace yh::sip
