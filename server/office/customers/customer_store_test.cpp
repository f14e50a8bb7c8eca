#include "office/customers/customer_store.h"

#include <gtest/gtest.h>

#include "office/customers/company_fake.h"
#include "office/customers/customer_list.h"
#include "office/customers/service_store.h"

namespace yh::office::customers {
namespace {

class CustomerStore : public Company {
  protected:
    CustomerStore() : Company{{"10001", "10002", "10003", "10009"}, with_queue()} {}

    static settings::SiteTenant with_queue() {
        settings::SiteTenant tenant;
        settings::SiteQueue queue;
        queue.number = "600";
        queue.leaders = {"10009"};
        queue.members = {{"10001"}, {"10002"}};
        tenant.queue.push_back(queue);
        return tenant;
    }

    Asker on_call(Asker made, const std::string& number, bool answered = true) {
        made.call = CallPart{model::CallId{5}, number, answered};
        return made;
    }
    static CustomerDraft draft(const std::string& name, std::vector<DraftNumber> numbers) {
        CustomerDraft made;
        made.name = name;
        made.level = "一般";
        made.numbers = std::move(numbers);
        return made;
    }
    Saved create(const Asker& who, const CustomerDraft& what) {
        auto saved = create_customer(connection_, who, what, {ids_.make<model::CustomerId>(1), new_id()}, ++now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        return *std::move(saved);
    }
    Saved change(const Asker& who, model::CustomerId id, const CustomerDraft& what) {
        auto saved = change_customer(connection_, who, id, what, new_id(), ++now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        return *std::move(saved);
    }
    std::optional<CustomerCard> card(const Asker& who, model::CustomerId id, Whose whose = Whose::InScope) {
        auto found = find_card(connection_, who, id, whose);
        EXPECT_TRUE(found.ok()) << found.error().code << ' ' << found.error().detail;
        return *std::move(found);
    }
    std::string owner_of(model::CustomerId id) {
        const auto found = card(asker("10009", model::Role::Admin), id);
        return found && found->owner ? found->owner->number : "";
    }
    static std::string refusal(const Saved& saved) {
        return saved.refusal ? std::string{saved.refusal->code} : std::string{};
    }
    std::int64_t new_id() { return ids_.make<model::CallId>(1).value; }
};

TEST_P(CustomerStore, R069_ACallerIsKnownHoweverTheNumberIsWritten) {
    const auto saved =
        create(asker("10001"), draft("陈女士", {{"138-0000 0001", "手机"}, {"(010) 8888-8888", "公司"}}));
    ASSERT_EQ(refusal(saved), "");
    for (const auto* number : {"13800000001", "013800000001", "+8613800000001", "01088888888", "+861088888888"}) {
        const auto found = find_by_number(connection_, tenant_, number);
        ASSERT_TRUE(found.ok() && *found) << number;
        EXPECT_EQ(**found, saved.id);
    }
    EXPECT_FALSE(*find_by_number(connection_, tenant_, "13800000002"));
    EXPECT_FALSE(*find_by_number(connection_, tenant_, "anonymous"));
    EXPECT_FALSE(*find_by_number(connection_, model::TenantId{9}, "13800000001"));
    const auto known = find_known(connection_, tenant_, "013800000001");
    ASSERT_TRUE(known.ok() && *known);
    EXPECT_EQ((*known)->name, "陈女士");
    EXPECT_EQ((*known)->owner, asker("10001").who.user);
}

TEST_P(CustomerStore, R089_WhoCreatesACustomerOwnsIt) {
    const auto saved = create(asker("10001"), draft("陈女士", {{"13800000001", ""}}));
    EXPECT_EQ(owner_of(saved.id), "10001");
    EXPECT_TRUE(card(asker("10001"), saved.id));
    EXPECT_FALSE(card(asker("10002"), saved.id)) << "U20: lists go by the owner";
    EXPECT_TRUE(card(asker("10009", model::Role::Leader), saved.id)) << "a leader sees the members'";
    EXPECT_FALSE(card(asker("10003", model::Role::Leader), saved.id));
}

TEST_P(CustomerStore, R089_WhoAnswersFirstBecomesTheOwnerOfACustomerWithoutOne) {
    auto leader = asker("10009", model::Role::Admin);
    auto unowned = draft("陈女士", {{"13800000001", ""}});
    unowned.owner = "";
    const auto saved = create(leader, unowned);
    ASSERT_EQ(owner_of(saved.id), "");
    EXPECT_FALSE(card(asker("10001"), saved.id));
    EXPECT_TRUE(card(asker("10003", model::Role::Leader), saved.id)) << "somebody must give them to somebody";

    auto edited = draft("陈女士", {{"13800000001", ""}});
    edited.note = "来电咨询";
    EXPECT_EQ(refusal(change(asker("10001"), saved.id, edited)), "customer.unknown");
    EXPECT_EQ(refusal(change(on_call(asker("10002"), "13800000002"), saved.id, edited)), "customer.unknown")
        << "another customer's call opens nothing";
    edited.name = "陈小姐";
    EXPECT_EQ(refusal(change(on_call(asker("10002"), "+8613800000001", false), saved.id, edited)), "");
    EXPECT_EQ(owner_of(saved.id), "") << "it only rang";
    edited.note = "已答复";
    EXPECT_EQ(refusal(change(on_call(asker("10001"), "13800000001"), saved.id, edited)), "");
    EXPECT_EQ(owner_of(saved.id), "10001");
    edited.note = "再次来电";
    EXPECT_EQ(refusal(change(on_call(asker("10002"), "13800000001"), saved.id, edited)), "");
    EXPECT_EQ(owner_of(saved.id), "10001") << "it has one";
}

TEST_P(CustomerStore, OwnersAreGivenByThoseWhoMay) {
    const auto saved = create(asker("10001"), draft("陈女士", {{"13800000001", ""}}));
    auto given = draft("陈女士", {{"13800000001", ""}});
    given.owner = "10002";
    EXPECT_EQ(refusal(change(asker("10001"), saved.id, given)), "customer.owner_not_yours");
    EXPECT_EQ(refusal(change(asker("10009", model::Role::Leader), saved.id, given)), "");
    EXPECT_EQ(owner_of(saved.id), "10002");
    given.owner = "77777";
    EXPECT_EQ(refusal(change(asker("10009", model::Role::Leader), saved.id, given)), "user.unknown");
}

TEST_P(CustomerStore, R161_ANumberIsOneCustomers) {
    const auto first = create(asker("10001"), draft("陈女士", {{"13800000001", ""}}));
    const auto second = create(asker("10002"), draft("陈先生", {{"13700000001", ""}, {"+86 138 0000 0001", ""}}));
    EXPECT_EQ(refusal(second), "customer.exists");
    EXPECT_EQ(second.other, first.id);
    EXPECT_FALSE(*find_by_number(connection_, tenant_, "13700000001")) << "nothing of the second is left";

    const auto third = create(asker("10002"), draft("王先生", {{"13900000001", ""}}));
    const auto grabs = change(asker("10002"), third.id, draft("王先生", {{"13800000001", ""}}));
    EXPECT_EQ(refusal(grabs), "customer.exists");
    EXPECT_EQ(grabs.other, first.id);
    EXPECT_EQ(card(asker("10002"), third.id)->numbers[0].number, "13900000001");
}

// What stands behind it when two processes save in the same instant, and both have looked before either wrote.
TEST_P(CustomerStore, R161_TheDatabaseItselfLetsANumberBeSavedOnce) {
    const auto first = create(asker("10001"), draft("陈女士", {{"13800000001", ""}}));
    const auto second = create(asker("10002"), draft("王先生", {{"13900000001", ""}}));
    const auto again = connection_.run(
        "INSERT INTO customer_numbers (customer_id, position, tenant_id, number, typed, kind) VALUES (?, 1, ?, "
        "'13800000001', '', '')",
        second.id, tenant_);
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().code, "db.unique");
    // A deleted customer's number is free, for as many as come after.
    ASSERT_TRUE(delete_customer(connection_, asker("10001"), first.id, new_id(), ++now_).ok());
    const auto heir = create(asker("10002"), draft("新客户", {{"13800000001", ""}}));
    EXPECT_EQ(refusal(heir), "");
}

TEST_P(CustomerStore, TwoWhoEditAtOnceDoNotUndoEachOther) {
    const auto saved = create(asker("10001"), draft("陈女士", {{"13800000001", ""}}));
    auto edited = draft("陈小姐", {{"13800000001", ""}});
    edited.version = 1;
    EXPECT_EQ(refusal(change(asker("10001"), saved.id, edited)), "");
    edited.name = "陈太太";
    EXPECT_EQ(refusal(change(asker("10009", model::Role::Leader), saved.id, edited)), "customer.changed");
    EXPECT_EQ(card(asker("10001"), saved.id)->name, "陈小姐");
    EXPECT_EQ(card(asker("10001"), saved.id)->version, 2);
}

TEST_P(CustomerStore, EveryChangeIsInTheHistory) {
    const auto saved = create(asker("10001"), draft("陈女士", {{"13800000001", ""}}));
    auto edited = draft("陈小姐", {{"13800000001", ""}, {"01088888888", "公司"}});
    edited.owner = "10002";
    edited.fields = *JsonValue::parse(R"({"city":"北京"})");
    EXPECT_EQ(refusal(change(on_call(asker("10009", model::Role::Leader), "13800000001"), saved.id, edited)), "");
    EXPECT_EQ(refusal(change(asker("10009", model::Role::Leader), saved.id, edited)), "") << "nothing new: no line";
    const auto lines = history_of(connection_, saved.id);
    ASSERT_TRUE(lines.ok()) << lines.error().detail;
    ASSERT_EQ(lines->size(), 2U);
    const auto& line = (*lines)[0];
    EXPECT_EQ(line.what, HistoryWhat::Changed);
    EXPECT_EQ(line.user, "10009");
    EXPECT_EQ(line.call, model::CallId{5});
    ASSERT_EQ(line.changes.size(), 4U);
    EXPECT_EQ(line.changes[0].field, "name");
    EXPECT_EQ(line.changes[0].before, "陈女士");
    EXPECT_EQ(line.changes[0].after, "陈小姐");
    EXPECT_EQ(line.changes[1].after, "13800000001, 公司:01088888888");
    EXPECT_EQ(line.changes[2].before, "10001 坐席10001");
    EXPECT_EQ(line.changes[3].field, "fields.city");
    EXPECT_EQ((*lines)[1].what, HistoryWhat::Created);
}

TEST_P(CustomerStore, ADeletedCustomerCanBeTakenBack) {
    const auto saved = create(asker("10001"), draft("陈女士", {{"13800000001", ""}}));
    auto leader = asker("10009", model::Role::Leader);
    ASSERT_TRUE(delete_customer(connection_, leader, saved.id, new_id(), ++now_).ok());
    EXPECT_FALSE(card(leader, saved.id));
    EXPECT_FALSE(*find_by_number(connection_, tenant_, "13800000001"));
    auto back = restore_customer(connection_, leader, saved.id, new_id(), ++now_);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(refusal(*back), "");
    EXPECT_EQ(*find_by_number(connection_, tenant_, "13800000001"), saved.id);

    ASSERT_TRUE(delete_customer(connection_, leader, saved.id, new_id(), ++now_).ok());
    create(asker("10002"), draft("新客户", {{"13800000001", ""}}));
    back = restore_customer(connection_, leader, saved.id, new_id(), ++now_);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(refusal(*back), "customer.exists");
}

// R264: what was hidden on the way out comes back hidden, and must leave the number as it is.
TEST_P(CustomerStore, HiddenNumbersStayAsTheyAre) {
    auto agent = asker("10001");
    const auto saved = create(agent, draft("陈女士", {{"138 0000 0001", "手机"}}));
    agent.mask = people::NumberMask{model::HideNumbers::Partial};
    const auto shown = card(agent, saved.id);
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->numbers[0].number, "138 **** 0001");
    ASSERT_TRUE(shown->numbers[0].number_token);
    EXPECT_EQ(refusal(change(agent, saved.id, draft("陈小姐", {{shown->numbers[0].number, "手机"}}))), "");
    EXPECT_EQ(*find_by_number(connection_, tenant_, "13800000001"), saved.id);

    // Several look alike: a token says which one stays, as it was typed.
    agent.mask = people::NumberMask{model::HideNumbers::All};
    const auto second = create(asker("10001"), draft("双号", {{"13800000008", ""}, {"138-0000-0009", "公司"}}));
    const auto both = card(agent, second.id);
    ASSERT_EQ(both->numbers.at(1).number, "*****");
    EXPECT_EQ(refusal(change(agent, second.id, draft("双号", {{*both->numbers[1].number_token, "公司"}}))), "");
    const auto left = card(asker("10001"), second.id)->numbers;
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].number, "138-0000-0009");
    agent.mask = people::NumberMask{model::HideNumbers::Partial};

    const auto guessed = change(agent, saved.id, draft("陈小姐", {{"139****0001", ""}}));
    ASSERT_EQ(guessed.problems.size(), 1U);
    EXPECT_EQ(guessed.problems[0].code, "number.malformed");

    auto caller = on_call(agent, "13700000007");
    caller.mask = people::NumberMask{model::HideNumbers::All};
    const auto fresh = create(caller, draft("新客户", {{"*****", ""}}));
    EXPECT_EQ(refusal(fresh), "");
    EXPECT_EQ(*find_by_number(connection_, tenant_, "13700000007"), fresh.id);
}

TEST_P(CustomerStore, R137_TheListShowsWhatOneMaySee) {
    create(asker("10001"), draft("陈女士", {{"13800000001", ""}}));
    create(asker("10002"), draft("王先生", {{"13800000002", ""}}));
    auto unowned = draft("李先生", {{"13800000003", ""}});
    unowned.owner = "";
    create(asker("10009", model::Role::Admin), unowned);
    const auto names = [&](const Asker& who, const std::vector<http::NamedValue>& query = {}) {
        auto asked = lists::read_query(customer_list, query, {who.who});
        EXPECT_TRUE(asked.ok());
        const auto page = lists::find_page(connection_, customers(), *asked);
        EXPECT_TRUE(page.ok()) << page.error().detail;
        std::string all;
        for (const auto& item : page->items) {
            all += item.name + " ";
        }
        return all;
    };
    EXPECT_EQ(names(asker("10001")), "陈女士 ");
    EXPECT_EQ(names(asker("10009", model::Role::Leader)), "李先生 王先生 陈女士 ");
    EXPECT_EQ(names(asker("10009", model::Role::Leader), {{"owned", "none"}}), "李先生 ");
    EXPECT_EQ(names(asker("10009", model::Role::Leader), {{"owner", "10002"}}), "王先生 ");
    EXPECT_EQ(names(asker("10009", model::Role::Leader), {{"search", "陈"}}), "陈女士 ");
    EXPECT_EQ(names(asker("10009", model::Role::Leader), {{"number", "0002"}}), "王先生 ");
}

// R073: first the customer, then the service record; R072: the last five on the card.
TEST_P(CustomerStore, R165_ServiceRecordsStandOnTheCard) {
    const auto agent = on_call(asker("10001"), "13800000001");
    ServiceDraft service;
    service.result = "已解决";
    const auto without = add_service(connection_, agent, model::CustomerId{123}, service, new_id(), ++now_);
    ASSERT_TRUE(without.ok());
    EXPECT_EQ(refusal(*without), "customer.unknown");
    const auto saved = create(agent, draft("陈女士", {{"13800000001", ""}}));
    for (int i = 1; i <= 6; ++i) {
        service.note = "第" + std::to_string(i) + "次";
        ASSERT_TRUE(add_service(connection_, agent, saved.id, service, new_id(), ++now_).ok());
    }
    const auto last = last_services(connection_, asker("10009", model::Role::Admin), saved.id);
    ASSERT_TRUE(last.ok()) << last.error().detail;
    ASSERT_EQ(last->size(), 5U);
    EXPECT_EQ((*last)[0].note, "第6次");
    EXPECT_EQ((*last)[0].agent, "10001");
    EXPECT_EQ((*last)[0].call, model::CallId{5});
}

// R255: what a role hides stands on no card and comes back as it was; what it fixes cannot be changed.
TEST_P(CustomerStore, R255_FieldsThatARoleKeepsFromItsPeople) {
    const auto whole = asker("10009", model::Role::Admin);
    auto wanted = draft("陈女士", {{"13800000001", "手机"}});
    wanted.level = "VIP";
    wanted.note = "老客户";
    wanted.gender = Gender::Female;
    wanted.owner = "10001";
    wanted.fields = JsonValue::parse(R"({"budget":"100"})").value();
    const auto id = create(whole, wanted).id;

    auto narrow = asker("10001");
    const std::vector<std::string> hidden{"customer.note", "customer.fields", "customer.owner"};
    const std::vector<std::string> fixed{"customer.level", "customer.name", "customer.numbers"};
    narrow.who.fields = people::FieldRights::of(hidden, fixed);
    const auto seen = card(narrow, id).value();
    EXPECT_EQ(seen.note, "");
    EXPECT_FALSE(seen.owner);
    EXPECT_TRUE(seen.fields.as_object()->empty());
    EXPECT_EQ(seen.level, "VIP");
    EXPECT_EQ(seen.gender, Gender::Female);

    // As the page sends it back: what it was not shown is not lost.
    auto back = draft(seen.name, {{"13800000001", "手机"}});
    back.level = seen.level;
    back.note = seen.note;
    back.owner = "";
    back.fields = seen.fields;
    back.gender = Gender::Male;
    EXPECT_TRUE(change(narrow, id, back).problems.empty());
    const auto now = card(whole, id).value();
    EXPECT_EQ(now.note, "老客户");
    EXPECT_EQ(now.owner->number, "10001");
    EXPECT_NE(now.fields.find("budget"), nullptr);
    EXPECT_EQ(now.gender, Gender::Male) << "what may be changed is";

    const auto refused = [&](auto change_it) {
        auto tried = back;
        change_it(tried);
        std::string said;
        for (const auto& problem : change(narrow, id, tried).problems) {
            said += problem.field + ' ' + std::string{problem.code} + ';';
        }
        return said;
    };
    EXPECT_EQ(refused([](CustomerDraft& d) { d.level = "一般"; }), "level field.fixed;");
    EXPECT_EQ(refused([](CustomerDraft& d) { d.name = "李女士"; }), "name field.fixed;");
    EXPECT_EQ(refused([](CustomerDraft& d) { d.note = "另一句"; }), "note field.fixed;");
    EXPECT_EQ(refused([](CustomerDraft& d) { d.owner = "10002"; }), "owner field.fixed;");
    EXPECT_EQ(refused([](CustomerDraft& d) { d.numbers.push_back({"13800000009", ""}); }), "numbers field.fixed;");
    EXPECT_EQ(card(whole, id)->note, "老客户");
    EXPECT_EQ(card(whole, id)->numbers.size(), 1U);

    // A new customer has a name and numbers, whoever writes them down; nothing else that he may not set.
    auto fresh = draft("新客户", {{"13800000002", ""}});
    EXPECT_EQ(create(narrow, fresh).problems.at(0).field, "level");
    fresh.level.clear();
    EXPECT_TRUE(create(narrow, fresh).problems.empty());
}

INSTANTIATE_TEST_SUITE_P(Engines, CustomerStore, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

TEST(CustomerCheck, SaysWhatIsWrongByField) {
    CustomerDraft draft;
    draft.name = "  ";
    draft.fields = JsonValue{"text"};
    const auto problems = check_draft(draft);
    ASSERT_EQ(problems.size(), 2U);
    EXPECT_EQ(problems[0].field, "name");
    EXPECT_EQ(problems[1].code, "customer.bad_fields");
    std::vector<http::FieldProblem> wrong;
    check_numbers({{"12", ""}, {"13800000001", ""}, {"+8613800000001", ""}, {"abc", ""}}, wrong);
    ASSERT_EQ(wrong.size(), 3U);
    EXPECT_EQ(wrong[0].field, "numbers[0].number");
    EXPECT_EQ(wrong[0].code, "number.malformed");
    EXPECT_EQ(wrong[1].field, "numbers[2].number");
    EXPECT_EQ(wrong[1].code, "config.twice");
    EXPECT_EQ(wrong[2].field, "numbers[3].number");
    wrong.clear();
    check_numbers({}, wrong);
    ASSERT_EQ(wrong.size(), 1U);
    EXPECT_EQ(wrong[0].code, "config.required");
}

}  // namespace
}  // namespace yh::office::customers
