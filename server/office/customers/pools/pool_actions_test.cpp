#include <map>

#include "office/customers/pools/action_desk.h"
#include "office/customers/pools/action_rows.h"
#include "office/customers/pools/pool_fake.h"
#include "office/customers/pools/pool_moves_store.h"

// What is done with one object: owners, pools, tags, plans. With both databases.
namespace yh::office::customers {
namespace {

class PoolActions : public PoolCompany {};

TEST_P(PoolActions, R128_AnOwnerIsChangedAndTheSameOneIsAFailure) {
    const auto id = create(asker("10001"), draft("陈记"));
    EXPECT_EQ(act_on(boss(), to_owner(ActionKind::ChangeOwner, "10002"), id), "");
    EXPECT_EQ(owner_of(id), "10002");
    EXPECT_EQ(row(id).last_owner_id, id_of("10001"));
    EXPECT_EQ(act_on(boss(), to_owner(ActionKind::ChangeOwner, "10002"), id), "customer.same_owner");
    EXPECT_EQ(act_on(boss(), to_owner(ActionKind::ChangeOwner, "99999"), id), "user.unknown");
    EXPECT_EQ(moves_of(id), std::vector<std::string>{"owner_changed"});
}

TEST_P(PoolActions, R129_GivingUpPutsItIntoThePoolWithItsReason) {
    const auto id = create(asker("10001"), draft("陈记"));
    auto give_up = to_pool(ActionKind::GiveUp, east);
    give_up.reason = GiveUpReason::NoBudget;
    EXPECT_EQ(act_on(asker("10002"), give_up, id), "customer.unknown") << "somebody else's is out of sight";
    EXPECT_EQ(act_on(asker("10001"), to_pool(ActionKind::GiveUp, 999), id), "crm.unknown_pool");
    EXPECT_EQ(act_on(asker("10001"), give_up, id), "");
    EXPECT_EQ(row(id).pool_id, east);
    EXPECT_EQ(owner_of(id), "");
    EXPECT_EQ(count("SELECT COUNT(*) FROM pool_moves WHERE what = 'given_up' AND reason = 'no_budget'"), 1);
    EXPECT_EQ(act_on(asker("10001"), give_up, id), "pool.in_pool");
    const auto history = history_of(connection_, id);
    ASSERT_TRUE(history.ok());
    EXPECT_EQ(history->front().what, HistoryWhat::Moved);
}

TEST_P(PoolActions, R155_OfTwoWhoClaimTheSameOneGetsIt) {
    const auto id = in_pool(east);
    EXPECT_EQ(act_on(asker("10007"), wish(ActionKind::Claim), id), "customer.unknown") << "has no seat in it";
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), id), "");
    EXPECT_EQ(act_on(asker("10002"), wish(ActionKind::Claim), id), "pool.taken");
    EXPECT_EQ(owner_of(id), "10001");
    EXPECT_EQ(row(id).pool_id, std::nullopt);
    EXPECT_EQ(moves_of(id), std::vector<std::string>{"claimed"});
}

TEST_P(PoolActions, R153_ClaimsAreLimitedADayAtATimeAndForWhoHadItBefore) {
    book_.pools.front().claim = {true, 2, 3, 7};
    publish();
    std::vector<model::CustomerId> all;
    for (int i = 0; i < 5; ++i) {
        all.push_back(in_pool(east));
    }
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), all[0]), "");
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), all[1]), "");
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), all[2]), "claim.a_day");
    now_ += day;
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), all[2]), "");
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), all[3]), "claim.holding");
    EXPECT_EQ(act_on(asker("10001"), to_pool(ActionKind::GiveUp, east), all[0]), "");
    now_ += day;
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), all[0]), "claim.cooling");
    EXPECT_EQ(act_on(asker("10002"), wish(ActionKind::Claim), all[0]), "");
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), all[3]), "") << "room again after giving one up";
}

TEST_P(PoolActions, R149_LeadsHavePoolsOfTheirOwn) {
    auto leads = pool(73, "线索公海");
    leads.object = crm::ObjectKind::Lead;
    book_.pools.push_back(leads);
    publish();
    const auto lead = in_pool(73, "公海线索", crm::ObjectKind::Lead);
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), lead), "");
    EXPECT_EQ(owner_of(lead), "10001");
    EXPECT_EQ(act_on(asker("10001"), to_pool(ActionKind::GiveUp, east), lead), "crm.unknown_pool")
        << "no lead in a pool of customers";
    EXPECT_EQ(act_on(asker("10001"), to_pool(ActionKind::GiveUp, 73), lead), "");
    EXPECT_EQ(act_on(asker("10005"), to_owner(ActionKind::Assign, "10002"), lead), "");
    EXPECT_EQ(owner_of(lead), "10002");
}

TEST_P(PoolActions, R153_ALeadThatBecameACustomerIsHeldNoMore) {
    auto leads = pool(73, "线索公海");
    leads.object = crm::ObjectKind::Lead;
    leads.claim = {.limited = true, .a_day = 0, .holding = 1, .cooling_days = 0};
    book_.pools.push_back(leads);
    publish();
    const auto one = in_pool(73, "甲", crm::ObjectKind::Lead);
    const auto two = in_pool(73, "乙", crm::ObjectKind::Lead);
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), one), "");
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), two), "claim.holding");
    auto grown = draft("甲");
    grown.lead = one;
    create(asker("10001"), grown);
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), two), "");
    EXPECT_EQ(act_on(asker("10001"), to_pool(ActionKind::GiveUp, 73), one), "lead.converted") << "nobody's to claim";
}

TEST_P(PoolActions, R155_AdministratorsAssignMembersDoNot) {
    const auto id = in_pool(east);
    EXPECT_EQ(act_on(asker("10001"), to_owner(ActionKind::Assign, "10002"), id), "pool.admins_only");
    EXPECT_EQ(act_on(asker("10005"), to_owner(ActionKind::Assign, "10002"), id), "");
    EXPECT_EQ(owner_of(id), "10002");
    EXPECT_EQ(act_on(asker("10005"), to_owner(ActionKind::Assign, "10001"), id), "pool.taken");
}

TEST_P(PoolActions, R155_OnlyAnAdministratorOfTheOtherPoolMovesIntoIt) {
    book_.pools.back().admins = {"10002"};
    publish();
    const auto id = in_pool(east);
    EXPECT_EQ(act_on(asker("10005"), to_pool(ActionKind::Transfer, west), id), "pool.not_its_admin");
    EXPECT_EQ(act_on(asker("10002"), to_pool(ActionKind::Transfer, east), id), "pool.same");
    EXPECT_EQ(act_on(asker("10002"), to_pool(ActionKind::Transfer, west), id), "");
    EXPECT_EQ(row(id).pool_id, west);
    EXPECT_EQ(moves_of(id), std::vector<std::string>{"transferred"});
}

TEST_P(PoolActions, R130_MembersOfAPoolDeleteNothingInIt) {
    const auto id = in_pool(east);
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Delete), id), "pool.admins_only");
    EXPECT_EQ(act_on(boss(), wish(ActionKind::Delete), id), "");
    EXPECT_TRUE(row(id).deleted_at_ms);
    const auto mine = create(asker("10001"), draft("陈记"));
    EXPECT_EQ(act_on(asker("10002"), wish(ActionKind::Delete), mine), "customer.unknown");
}

TEST_P(PoolActions, R132_TagsAreEditedInFourWays) {
    book_.tag_groups.push_back(
        {{},
         crm::ObjectKind::Customer,
         "意向",
         "",
         {{crm::SettingId{21}, "高", ""}, {crm::SettingId{22}, "低", ""}, {crm::SettingId{23}, "老客户", ""}}});
    publish();
    const auto id = create(asker("10001"), draft("陈记"));
    auto tags = wish(ActionKind::Tags);
    const auto edit = [&](TagsHow how, std::vector<std::int64_t> which, std::int64_t by = 0) {
        tags.how = how;
        tags.tags.clear();
        for (const auto one : which) {
            tags.tags.push_back(crm::SettingId{one});
        }
        tags.by_tag = by == 0 ? std::nullopt : std::optional{crm::SettingId{by}};
        return act_on(asker("10001"), tags, id);
    };
    const auto now = [&] { return row(id).tags; };
    using Tags = std::vector<std::int64_t>;
    EXPECT_EQ(edit(TagsHow::Add, {22, 21}), "");
    EXPECT_EQ(now(), (Tags{21, 22}));
    EXPECT_EQ(edit(TagsHow::Add, {21}), "");
    EXPECT_EQ(now(), (Tags{21, 22})) << "none of them twice";
    EXPECT_EQ(edit(TagsHow::ReplaceOne, {22}, 23), "");
    EXPECT_EQ(now(), (Tags{21, 23}));
    EXPECT_EQ(edit(TagsHow::ReplaceOne, {22}, 22), "");
    EXPECT_EQ(now(), (Tags{21, 23})) << "who never had the one does not get the other";
    EXPECT_EQ(edit(TagsHow::Remove, {21}), "");
    EXPECT_EQ(now(), (Tags{23}));
    EXPECT_EQ(edit(TagsHow::ReplaceAll, {21, 22}), "");
    EXPECT_EQ(now(), (Tags{21, 22}));
    EXPECT_EQ(edit(TagsHow::Add, {99}), "crm.unknown_tag");
    EXPECT_EQ(edit(TagsHow::Add, {}), "action.no_tags");
    EXPECT_EQ(edit(TagsHow::ReplaceAll, {}), "");
    EXPECT_EQ(now(), Tags{});
    EXPECT_EQ(count("SELECT COUNT(*) FROM customer_tags"), 0);
}

TEST_P(PoolActions, R127_GroupsAreOfCustomersAlone) {
    book_.groups.push_back({crm::SettingId{31}, "重点"});
    publish();
    auto group = wish(ActionKind::Group);
    group.group = crm::SettingId{31};
    const auto customer = create(asker("10001"), draft("陈记"));
    const auto lead = create(asker("10001"), draft("线索", crm::ObjectKind::Lead));
    EXPECT_EQ(act_on(asker("10001"), group, customer), "");
    EXPECT_EQ(row(customer).group_id, 31);
    EXPECT_EQ(act_on(asker("10001"), group, lead), "action.only_customers");
    group.group = crm::SettingId{99};
    EXPECT_EQ(act_on(asker("10001"), group, customer), "crm.unknown_group");
}

TEST_P(PoolActions, R131_APlanIsMadeForEachWithWhoTakesPart) {
    const auto id = create(asker("10001"), draft("陈记"));
    auto plan = wish(ActionKind::Plan);
    plan.plan = ActionPlan{"回访报价", now_ + day, {"10002", "10001"}};
    EXPECT_EQ(act_on(asker("10001"), plan, id), "");
    EXPECT_EQ(count("SELECT COUNT(*) FROM tasks WHERE kind = 'plan' AND related = '陈记' AND customer_id IS NOT NULL"),
              1);
    EXPECT_EQ(count("SELECT COUNT(*) FROM task_people"), 1);
    plan.plan->due_at_ms = now_ - day;
    EXPECT_EQ(act_on(asker("10001"), plan, id), "task.too_early");
    plan.plan->content = " ";
    EXPECT_EQ(act_on(asker("10001"), plan, id), "task.content");
}

TEST_P(PoolActions, R162_WhatIsNobodysGoesByTheRulesAndCapsHold) {
    crm::AllocationRule rule;
    rule.id = crm::SettingId{41};
    rule.targets = {{"10001", 2}, {"10002", 1}, {"88888", 0}};
    book_.allocation_rules = {rule};
    publish();
    std::map<std::string, int> got;
    for (int i = 0; i < 4; ++i) {
        auto wanted = draft("导入客户");
        wanted.owner = "";
        const auto id = create(boss(), wanted);
        ++got[owner_of(id)];
        if (i < 3) {
            EXPECT_EQ(moves_of(id), std::vector<std::string>{"allocated"});
        }
    }
    EXPECT_EQ(got, (std::map<std::string, int>{{"10001", 2}, {"10002", 1}, {"", 1}})) << "the last finds all full";
    auto named = draft("指定客户");
    named.owner = "10007";
    EXPECT_EQ(owner_of(create(boss(), named)), "10007") << "who is named goes before the rules";
    const auto uses = allocation_uses(connection_, book_, rule.id, now_);
    ASSERT_TRUE(uses.ok());
    ASSERT_EQ(uses->size(), 2U);
    EXPECT_EQ(uses->front().today, 2);
    EXPECT_EQ(allocation_uses(connection_, book_, rule.id, now_ + day)->front().today, 0);
}

TEST_P(PoolActions, R153_R162_TheDayOfLimitsIsTheCompanysAlsoWhenItsClocksChange) {
    crm::AllocationRule rule;
    rule.id = crm::SettingId{41};
    rule.targets = {{"10002", 1}};
    book_.allocation_rules = {rule};
    book_.pools.front().claim = {.limited = true, .a_day = 1, .holding = 0, .cooling_days = 0};
    book_.zone = *model::TimeZone::load("America/New_York");
    publish();
    constexpr std::int64_t hour = day / 24;
    constexpr std::int64_t midnight = 1'793'505'600'000;  // 2026-11-01 00:00 in New York; the day has 25 hours
    const auto one = in_pool(east);
    const auto two = in_pool(east);
    const auto claimed_at = [&](std::int64_t at, model::CustomerId id) {
        now_ = at;
        return act_on(asker("10001"), wish(ActionKind::Claim), id);
    };
    const auto allocated_at = [&](std::int64_t at) {
        now_ = at;
        auto wanted = draft("无主客户");
        wanted.owner = "";
        return owner_of(create(boss(), wanted));
    };
    EXPECT_EQ(claimed_at(midnight + hour, one), "");
    EXPECT_EQ(allocated_at(midnight + hour), "10002");
    // A new day in China and in London; in New York an hour of this one is left.
    EXPECT_EQ(claimed_at(midnight + 24 * hour, two), "claim.a_day");
    EXPECT_EQ(allocated_at(midnight + 24 * hour), "");
    EXPECT_EQ(allocation_uses(connection_, book_, rule.id, now_)->front().today, 1);
    EXPECT_EQ(claimed_at(midnight + 25 * hour, two), "");
    EXPECT_EQ(allocated_at(midnight + 25 * hour), "10002");
    EXPECT_EQ(allocation_uses(connection_, book_, rule.id, now_)->front().today, 1);
}

TEST_P(PoolActions, R152_APoolThatAllocatesGivesOutWhatComesIn) {
    crm::AllocationRule to_pool_rule;
    to_pool_rule.id = crm::SettingId{41};
    to_pool_rule.to = crm::AllocateTo::Pool;
    to_pool_rule.conditions = {{"name", crm::ConditionIs::Contains, "东"}};
    to_pool_rule.targets = {{std::to_string(east)}};
    crm::AllocationRule to_people;
    to_people.id = crm::SettingId{42};
    to_people.conditions = {{"name", crm::ConditionIs::Contains, "东"}};
    to_people.targets = {{"10001"}, {"10002"}};
    book_.allocation_rules = {to_pool_rule, to_people};
    publish();
    auto wanted = draft("东方");
    wanted.owner = "";
    const auto resting = create(boss(), wanted);
    EXPECT_EQ(row(resting).pool_id, east) << "this pool keeps what it gets";
    book_.pools.front().allocates = true;
    publish();
    auto next = draft("东风");
    next.owner = "";
    const auto given = create(boss(), next);
    EXPECT_EQ(owner_of(given), "10001");
    EXPECT_EQ(row(given).pool_id, std::nullopt);
    EXPECT_EQ(act_on(asker("10001"), to_pool(ActionKind::GiveUp, east), given), "");
    EXPECT_EQ(owner_of(given), "10002") << "never back to who has just given it up";
    EXPECT_EQ(moves_of(given), (std::vector<std::string>{"allocated", "given_up", "allocated"}));
}

TEST_P(PoolActions, R151_MembersSeeHiddenNumbersAdministratorsWholeOnes) {
    book_.pools.front().hide_numbers = true;
    publish();
    auto wanted = draft("公海客户");
    wanted.numbers = {{"13812345678", "手机"}};
    wanted.pool = crm::SettingId{east};
    const auto id = create(boss(), wanted);
    const auto shown = [&](const Asker& who) {
        const auto card = find_card(connection_, who, id, Whose::InScope);
        EXPECT_TRUE(card.ok() && *card);
        return (*card)->numbers.front();
    };
    EXPECT_EQ(shown(asker("10001")).number, "138****5678");
    EXPECT_TRUE(shown(asker("10001")).number_token);
    EXPECT_EQ(shown(asker("10005")).number, "13812345678");
    EXPECT_EQ(shown(boss()).number, "13812345678");
    EXPECT_EQ(act_on(asker("10001"), wish(ActionKind::Claim), id), "");
    EXPECT_EQ(shown(asker("10001")).number, "13812345678") << "out of the pool it is as everywhere";
}

TEST_P(PoolActions, R155_OnlyAdministratorsEditWhatLiesInAPool) {
    const auto id = in_pool(east);
    auto changed = draft("改名");
    const auto refusal = [&](const Asker& who) {
        const auto saved = change_customer(connection_, who, id, changed, new_id(), ++now_);
        EXPECT_TRUE(saved.ok());
        return saved->refusal ? std::string{saved->refusal->code} : std::string{};
    };
    EXPECT_EQ(refusal(asker("10001")), "pool.admins_only");
    EXPECT_EQ(refusal(asker("10005")), "");
    EXPECT_EQ(row(id).pool_id, east) << "a change of the name moves nothing";
}

TEST_P(PoolActions, R127_WhatAStopCutShortSaysSoAndIsForgottenAfterAMonth) {
    ActionView view;
    view.id = ActionId{5};
    view.action = ActionKind::Tags;
    view.total = 200;
    view.created_at_ms = now_;
    const auto me = asker("10001").who;
    ASSERT_TRUE(insert_action(connection_, view, me.tenant, me.user).ok());
    view.done = 100;
    view.failed = 1;
    view.failures = {{model::CustomerId{9}, "陈记", "customer.unknown", "没有这个客户"}};
    ASSERT_TRUE(note_action(connection_, view).ok());
    ASSERT_TRUE(tidy_actions(connection_, now_ + 1).ok());
    const auto found = find_action(connection_, me, view.id);
    ASSERT_TRUE(found.ok() && *found);
    EXPECT_EQ((*found)->state, ActionState::Interrupted);
    EXPECT_EQ((*found)->done, 100);
    ASSERT_EQ((*found)->failures.size(), 1U);
    EXPECT_EQ((*found)->failures.front().name, "陈记");
    EXPECT_FALSE(*find_action(connection_, asker("10002").who, view.id)) << "one's own alone";
    ASSERT_TRUE(tidy_actions(connection_, now_ + 31 * day).ok());
    EXPECT_FALSE(*find_action(connection_, me, view.id));
}

INSTANTIATE_TEST_SUITE_P(Engines, PoolActions, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::customers
