#include <gtest/gtest.h>
#include <malloc.h>

#include <cstdio>
#include <string>
#include <vector>

#include "sip/endpoint_fake.h"

// What a call costs: memory while it is held, time from INVITE to the last 200.
namespace yh::sip {
namespace {

using std::chrono::seconds;

/// A customer through the carrier, an agent at a desk phone: the two legs of a queue call.
struct QueueCalls : testing::Test {
    QueueCalls() {
        office.register_phone(phone, "8001", "s1");
        office.calls.take();
    }
    template <class Work>
    void timed(Work work) {
        const auto began = std::chrono::steady_clock::now();
        work();
        office.spent += std::chrono::steady_clock::now() - began;
    }
    void begin(int number) {
        FakeRequest invite;
        invite.call_id = "customer-" + std::to_string(number);
        invite.from_tag = "c" + std::to_string(number);
        invite.body = fake_offer;
        invite.headers = {"Supported: timer, 100rel", "Allow: INVITE, ACK, BYE, CANCEL, UPDATE", "User-Agent: carrier"};
        carrier.send(invite);
        const auto customer = office.calls.leg;
        timed([&] { office.core->answer(customer, std::string{fake_answer}); });
        customer_ok.push_back(carrier.take_one("200"));
        carrier.send(carrier.inside(customer_ok.back(), "ACK", 1));
        timed([&] { EXPECT_TRUE(office.call_extension(FakeOffice::user_8001, 1'000'000 + number).ok()); });
        agent_invite.push_back(phone.take_one("INVITE"));
        const auto tag = "a" + std::to_string(number);
        phone.reply(agent_invite.back(), 180, tag);
        phone.reply(agent_invite.back(), 200, tag, fake_answer);
        phone.take();
        office.calls.take();
    }
    void end(std::size_t index) {
        carrier.send(carrier.inside(customer_ok[index], "BYE", 2));
        timed([&] { office.core->close(model::LegId{1'000'000 + static_cast<std::int64_t>(index)}, {}); });
        phone.reply(phone.take_one("BYE"), 200, {});
        carrier.take();
        office.calls.take();
    }

    FakeOffice office;
    FakePeer carrier{office, "192.0.2.50:5060"};
    FakePeer phone{office, "192.0.2.61:5060"};
    std::vector<Message> customer_ok;
    std::vector<Message> agent_invite;
};

TEST_F(QueueCalls, HeldCallStaysBelowEightKilobytes) {
    constexpr std::size_t count = 1'000;
    customer_ok.reserve(count);
    agent_invite.reserve(count);
    begin(0);
    office.run(seconds{40});
    const auto before = mallinfo2().uordblks;
    std::size_t ours = 0;  // what this test itself keeps of each call
    for (std::size_t i = 1; i <= count; ++i) {
        begin(static_cast<int>(i));
        ours += customer_ok.back().text().size() + agent_invite.back().text().size();
        ours += (customer_ok.back().field_count() + agent_invite.back().field_count()) * 10;
    }
    office.run(seconds{40});  // the transactions of the set-up are over
    carrier.take();
    phone.take();
    const auto after = mallinfo2().uordblks;
    EXPECT_EQ(office.core->calls_up(), 2 * (count + 1));
    if (after <= before) {
        GTEST_SKIP() << "this allocator does not say (sanitizers)";
    }
    const auto per_call = (after - before - ours) / count;
    std::printf("signalling memory per held call (two legs): %zu bytes\n", per_call);
    EXPECT_LT(per_call, 8'192U);
    for (std::size_t i = 0; i <= count; ++i) {
        end(i);
    }
    office.run(seconds{80});
    EXPECT_EQ(office.core->calls_up(), 0U);
    EXPECT_EQ(office.core->dialogs(), 0U);
    std::printf("left after all have ended: %zd bytes\n", static_cast<ssize_t>(mallinfo2().uordblks - before - ours));
}

TEST_F(QueueCalls, TimePerCallIsPrinted) {
    constexpr std::size_t count = 2'000;
    customer_ok.reserve(count);
    agent_invite.reserve(count);
    begin(0);
    end(0);
    office.spent = {};
    for (std::size_t i = 1; i <= count; ++i) {
        begin(static_cast<int>(i));
        end(i);
    }
    const auto us = std::chrono::duration<double, std::micro>(office.spent).count() / static_cast<double>(count);
    std::printf("time in sip per queue call (14 messages, wire in memory): %.1f us\n", us);
    EXPECT_EQ(office.core->calls_up(), 0U);
}

}  // namespace
}  // namespace yh::sip
