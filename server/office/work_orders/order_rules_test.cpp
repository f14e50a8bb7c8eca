#include "office/work_orders/order_rules.h"

#include <gtest/gtest.h>

namespace yh::office::work_orders {
namespace {

using Acts = std::vector<OrderAct>;

constexpr OrderSeat author{.author = true};
constexpr OrderSeat holder{.holder = true};
constexpr OrderSeat colleague{.in_group = true};
constexpr OrderSeat leader{.oversees = true};
constexpr OrderSeat stranger{};

// R172, R173: 第1步-坐席发起 is the author's alone.
TEST(OrderRules, ADraftIsItsAuthorsToSend) {
    EXPECT_EQ(acts_of(OrderState::Draft, author, 0), Acts{OrderAct::Send});
    for (const auto& seat : {holder, colleague, leader, stranger}) {
        EXPECT_TRUE(acts_of(OrderState::Draft, seat, 0).empty());
    }
}

// R172: 处理 → 转办 → 办结 is who has it.
TEST(OrderRules, WhoHasItHandlesPassesOnAndFinishes) {
    EXPECT_EQ(acts_of(OrderState::Handling, holder, 1), (Acts{OrderAct::Finish, OrderAct::PassOn, OrderAct::Note}));
    EXPECT_EQ(acts_of(OrderState::Handling, holder, 3),
              (Acts{OrderAct::Finish, OrderAct::Take, OrderAct::PassOn, OrderAct::Note}));
    EXPECT_EQ(acts_of(OrderState::Finished, holder, 1), (Acts{OrderAct::Close, OrderAct::Note}));
}

// R175: who waits for it may urge, give it to somebody else, or say that it is needed no more.
TEST(OrderRules, WhoSentItUrgesAndWithdraws) {
    const Acts waiting{OrderAct::Close, OrderAct::PassOn, OrderAct::Urge, OrderAct::Note};
    EXPECT_EQ(acts_of(OrderState::Handling, author, 1), waiting);
    EXPECT_EQ(acts_of(OrderState::Handling, leader, 1), waiting);
    EXPECT_EQ(acts_of(OrderState::Finished, author, 1), (Acts{OrderAct::Close, OrderAct::Return, OrderAct::Note}));
    EXPECT_FALSE(may_act(OrderAct::Urge, OrderState::Handling, {.author = true, .holder = true}, 1))
        << "nobody urges himself";
    EXPECT_TRUE(may_act(OrderAct::Urge, OrderState::Handling, {.author = true, .holder = true}, 2));
}

// R171: somebody of the group steps in for a colleague who left.
TEST(OrderRules, OneOfTheGroupMayTakeIt) {
    EXPECT_EQ(acts_of(OrderState::Handling, colleague, 1), (Acts{OrderAct::Take, OrderAct::Note}));
    EXPECT_FALSE(may_act(OrderAct::Take, OrderState::Handling, holder, 1)) << "it is his alone already";
    EXPECT_FALSE(may_act(OrderAct::Take, OrderState::Finished, colleague, 1));
}

TEST(OrderRules, WhatIsClosedStaysClosed) {
    for (const auto& seat : {author, holder, leader}) {
        EXPECT_EQ(acts_of(OrderState::Closed, seat, 1), Acts{OrderAct::Note});
    }
    EXPECT_TRUE(acts_of(OrderState::Handling, stranger, 1).empty());
}

TEST(OrderRules, StepsLeadFromOneStateToTheNext) {
    EXPECT_EQ(state_after(OrderAct::Send, OrderState::Draft), OrderState::Handling);
    EXPECT_EQ(state_after(OrderAct::PassOn, OrderState::Handling), OrderState::Handling);
    EXPECT_EQ(state_after(OrderAct::Finish, OrderState::Handling), OrderState::Finished);
    EXPECT_EQ(state_after(OrderAct::Return, OrderState::Finished), OrderState::Handling);
    EXPECT_EQ(state_after(OrderAct::Close, OrderState::Finished), OrderState::Closed);
    EXPECT_EQ(state_after(OrderAct::Urge, OrderState::Handling), OrderState::Handling);
    EXPECT_FALSE(is_step(OrderAct::Urge));
    EXPECT_TRUE(needs_remark(OrderAct::Close, OrderState::Handling));
    EXPECT_FALSE(needs_remark(OrderAct::Close, OrderState::Finished));
}

// R170: like 201705-53133.
TEST(OrderRules, NumbersSayTheirMonth) {
    EXPECT_EQ(order_number(202611, 42), "202611-00042");
    EXPECT_EQ(order_number(202611, 153'133), "202611-153133");
}

// R175: once in so many minutes.
TEST(OrderRules, UrgingWaits) {
    constexpr std::int64_t minute = 60'000;
    EXPECT_EQ(urge_from(0, 30, 5 * minute), 0);
    EXPECT_EQ(urge_from(10 * minute, 30, 39 * minute), 40 * minute);
    EXPECT_EQ(urge_from(10 * minute, 30, 40 * minute), 0);
}

}  // namespace
}  // namespace yh::office::work_orders
