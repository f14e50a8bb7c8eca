#include "office/customers/follow_ups/follow_up_store.h"

#include <gtest/gtest.h>

#include "office/customers/company_fake.h"
#include "office/customers/customer_eraser.h"
#include "office/customers/follow_ups/draft_store.h"
#include "office/customers/follow_ups/file_store.h"
#include "office/customers/follow_ups/plan_store.h"
#include "office/customers/service_list.h"
#include "office/customers/service_store.h"

namespace yh::office::customers {
namespace {

constexpr std::int64_t a_day = 24LL * 60 * 60 * 1000;

class FollowUpStore : public Company {
  protected:
    FollowUpStore() : Company{{"10001", "10002", "10009"}} {
        for (const std::int64_t id : {1, 2}) {
            const auto owner = asker(id == 1 ? "10001" : "10002").who.user;
            EXPECT_TRUE(connection_
                            .run("INSERT INTO customers (id, tenant_id, name, gender, level, note, owner_id, fields, "
                                 "version, created_at_ms, created_by, updated_at_ms, updated_by) VALUES (?, ?, ?, "
                                 "'unknown', '一般', '', ?, '{}', 1, 1, ?, 1, ?)",
                                 id, tenant_, std::string{"客户"} + std::to_string(id), owner, owner, owner)
                            .ok());
            EXPECT_TRUE(connection_
                            .run("INSERT INTO customer_numbers (customer_id, position, tenant_id, number, typed, kind) "
                                 "VALUES (?, 0, ?, ?, ?, '')",
                                 id, tenant_, "1380000000" + std::to_string(id), "1380000000" + std::to_string(id))
                            .ok());
        }
    }

    static FollowUpDraft draft(const std::string& note) {
        FollowUpDraft made;
        made.note = note;
        return made;
    }
    /// The id of a follow-up that was written, or why not.
    FollowUpId add(const Asker& who, std::int64_t customer, const FollowUpDraft& what) {
        const FollowUpId id{ids_.make<FollowUpId>(++now_)};
        const auto saved = add_follow_up(connection_, who, book_, model::CustomerId{customer}, what, id, now_);
        EXPECT_TRUE(saved.ok()) << saved.error().code << ' ' << saved.error().detail;
        why_ = saved->refusal ? std::string{saved->refusal->code} : "";
        for (const auto& one : saved->problems) {
            why_ += one.field + ' ' + std::string{one.code};
        }
        return id;
    }
    FollowUpFileId upload(const Asker& who) {
        const FollowUpFile file{ids_.make<FollowUpFileId>(++now_), "合同.pdf", "application/pdf", 12};
        const auto kept = keep_file(connection_, who.who, file, now_);
        EXPECT_TRUE(kept.ok() && !kept->refusal);
        return file.id;
    }
    std::vector<std::string> notes(const Asker& who) {
        lists::Asked asked;
        asked.reader.who = who.who;
        const auto page = lists::find_page(connection_, follow_ups(), asked);
        EXPECT_TRUE(page.ok()) << page.error().detail;
        std::vector<std::string> found;
        for (const auto& one : page->items) {
            found.push_back(one.note);
        }
        return found;
    }
    std::vector<std::string> due(const Asker& who, std::int64_t before) {
        const auto rows = due_follow_ups(connection_, who, before);
        EXPECT_TRUE(rows.ok()) << rows.error().detail;
        std::vector<std::string> found;
        for (const auto& one : *rows) {
            found.push_back(one.customer_name);
        }
        return found;
    }

    std::string why_;
};

TEST_P(FollowUpStore, R133_IsWrittenByATemplateAndKeepsWhatItWasCalled) {
    crm::FollowUpTemplate form;
    form.id = crm::SettingId{9};
    form.name = "首次联系";
    form.published = true;
    form.fields = {{"t1", crm::FieldType::Radio, "意向", {{"a", "高", true}}, 12, true, true},
                   {"t2", crm::FieldType::Person, "陪同", {}, 12, false, true}};
    book_.templates = {form};
    const auto me = asker("10001");
    auto wanted = draft("");
    wanted.template_id = form.id;
    add(me, 1, wanted);
    EXPECT_EQ(why_, "fields.t1 config.required");
    wanted.fields = JsonValue::parse(R"({"t1":"a","t2":"nobody"})").value();
    add(me, 1, wanted);
    EXPECT_EQ(why_, "fields.t2 follow_up.bad_value");
    wanted.fields = JsonValue::parse(R"({"t1":"a","t2":"10002"})").value();
    const auto id = add(me, 1, wanted);
    EXPECT_EQ(why_, "");
    book_.templates.clear();
    add(me, 1, wanted);
    EXPECT_EQ(why_, "follow_up.unknown_template");
    const auto found = find_follow_up(connection_, me, id);
    ASSERT_TRUE(found.ok() && *found) << found.error().detail;
    EXPECT_EQ((*found)->template_name, "首次联系");
    ASSERT_EQ((*found)->fields.size(), 2U);
    EXPECT_EQ((*found)->fields[0].text, "高");
    EXPECT_EQ((*found)->fields[1].text, "坐席10002 10002");
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT followed_at_ms FROM customers WHERE id = 1") > 1000, true);
}

TEST_P(FollowUpStore, R169_OnesOwnOnesCustomersAndForLeadersAll) {
    const auto first = asker("10001");
    const auto second = asker("10002");
    add(first, 1, draft("一"));
    add(second, 1, draft("不是我的客户"));
    EXPECT_EQ(why_, "customer.unknown");
    add(asker("10009", model::Role::Admin), 2, draft("二"));
    EXPECT_EQ(notes(first), (std::vector<std::string>{"一"}));
    EXPECT_EQ(notes(second), (std::vector<std::string>{"二"})) << "of one's customer, whoever wrote it";
    EXPECT_EQ(notes(asker("10009", model::Role::Admin)), (std::vector<std::string>{"二", "一"}));
    EXPECT_EQ(last_follow_ups(connection_, first, model::CustomerId{1}, 5)->size(), 1U);
    EXPECT_TRUE(last_follow_ups(connection_, first, model::CustomerId{2}, 5)->empty());
}

TEST_P(FollowUpStore, R133_FilesBelongToTheirFollowUpAndGoWithIt) {
    const auto me = asker("10001");
    const auto other = asker("10002");
    auto wanted = draft("合同已发");
    wanted.files = {upload(me), upload(me)};
    const auto id = add(me, 1, wanted);
    EXPECT_EQ(why_, "");
    EXPECT_EQ(files_of(connection_, id)->size(), 2U);
    EXPECT_TRUE(find_file_of(connection_, me, wanted.files[0])->has_value());
    EXPECT_FALSE(find_file_of(connection_, other, wanted.files[0])->has_value()) << "he does not see the customer";
    // Neither a file that belongs to one already nor a colleague's is taken, and then nothing is written.
    auto again = draft("再发");
    again.files = {wanted.files[0]};
    add(me, 1, again);
    EXPECT_EQ(why_, "attachment.unknown");
    again.files = {upload(other)};
    add(me, 1, again);
    EXPECT_EQ(why_, "attachment.unknown");
    EXPECT_EQ(notes(me).size(), 1U);
    const auto not_his = delete_follow_up(connection_, asker("10002"), id, now_);
    EXPECT_EQ(not_his->refusal->code, "follow_up.unknown");
    const auto gone = delete_follow_up(connection_, me, id, now_);
    ASSERT_TRUE(gone.ok() && !gone->refusal);
    EXPECT_EQ(gone->files.size(), 2U);
    EXPECT_TRUE(notes(me).empty());
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT COUNT(*) FROM doomed_files"), 2);
}

TEST_P(FollowUpStore, R133_WhatWasUploadedForNothingGoesAfterADay) {
    const auto me = asker("10001");
    const auto stale = upload(me);
    const FollowUpFile next{ids_.make<FollowUpFileId>(now_ + 2 * a_day), "x", "text/plain", 1};
    const auto kept = keep_file(connection_, me.who, next, now_ + 2 * a_day);
    ASSERT_TRUE(kept.ok());
    EXPECT_EQ(kept->stale, (std::vector<std::string>{attachment_path(tenant_, stale)}));
    for (int i = 0; i < 29; ++i) {
        upload(me);
    }
    const auto one_more = keep_file(connection_, me.who, {FollowUpFileId{5}, "x", "text/plain", 1}, now_);
    EXPECT_EQ(one_more->refusal->code, "attachment.too_many");
    EXPECT_TRUE(drop_file(connection_, me.who, next.id)->has_value());
    EXPECT_FALSE(drop_file(connection_, me.who, next.id)->has_value());
}

TEST_P(FollowUpStore, R210_WhomIAmToAskAgainToday) {
    const auto me = asker("10001");
    auto wanted = draft("再打");
    wanted.next_at_ms = 5000;
    const auto first = add(me, 1, wanted);
    EXPECT_EQ(due(me, 6000), (std::vector<std::string>{"客户1"}));
    EXPECT_TRUE(due(me, 5000).empty());
    EXPECT_TRUE(due(asker("10002"), 6000).empty());
    wanted.next_at_ms = 10 * a_day;
    add(me, 1, wanted);
    EXPECT_TRUE(due(me, 6000).empty()) << "the new date has replaced it";
    add(me, 1, draft("只是记一笔"));
    EXPECT_EQ(due(me, 11 * a_day).size(), 1U) << "what is far away stays";
    EXPECT_FALSE(*meet_follow_up(connection_, asker("10002"), first, now_));
    EXPECT_TRUE(*meet_follow_up(
        connection_, me,
        FollowUpId{*connection_.one<std::int64_t>("SELECT id FROM follow_ups WHERE met_at_ms IS NULL AND next_at_ms "
                                                  "IS NOT NULL")},
        now_));
    EXPECT_TRUE(due(me, 11 * a_day).empty());
}

TEST_P(FollowUpStore, R075_PlansStandOnTheCardOfWhomTheyAreAbout) {
    const auto me = asker("10001");
    EXPECT_TRUE(connection_
                    .run("INSERT INTO tasks (id, tenant_id, user_id, kind, content, related, due_at_ms, created_at_ms, "
                         "customer_id) VALUES (1, ?, ?, 'plan', '回访', '', 9000, 1, 1)",
                         tenant_, asker("10002").who.user)
                    .ok());
    EXPECT_TRUE(connection_.run("INSERT INTO task_people (task_id, user_id) VALUES (1, ?)", me.who.user).ok());
    const auto plans = plans_of(connection_, me, model::CustomerId{1});
    ASSERT_TRUE(plans.ok() && *plans) << plans.error().detail;
    ASSERT_EQ((*plans)->size(), 1U);
    EXPECT_EQ((*plans)->front().content, "回访");
    EXPECT_EQ((*plans)->front().people, (std::vector<std::string>{"10001"}));
    EXPECT_FALSE((*plans)->front().mine);
    EXPECT_TRUE((*plans)->front().takes_part);
    EXPECT_FALSE(plans_of(connection_, me, model::CustomerId{2})->has_value());
}

TEST_P(FollowUpStore, R168_ServiceRecordsAreFoundChangedAndDeleted) {
    auto me = asker("10001");
    me.call = CallPart{model::CallId{5}, "13800000001", true};
    ServiceDraft draft;
    draft.note = "打印机 100% 坏";
    draft.concerns = "打印";
    draft.priority = ServicePriority::High;
    ASSERT_TRUE(add_service(connection_, me, model::CustomerId{1}, draft, 77, ++now_).ok());
    const auto asked = [&](const Asker& who, std::vector<http::NamedValue> query) {
        lists::Reader reader;
        reader.who = who.who;
        const auto read = lists::read_query(contact_history().list, query, reader);
        EXPECT_TRUE(read.ok()) << read.error().code;
        const auto page = lists::find_page(connection_, contact_history(), *read);
        EXPECT_TRUE(page.ok()) << page.error().detail;
        return page->items;
    };
    ASSERT_EQ(asked(me, {{"note", "100%"}, {"name", "客户"}, {"priority", "high"}, {"concerns", "打印"}}).size(), 1U);
    EXPECT_TRUE(asked(me, {{"note", "1_0"}}).empty());
    EXPECT_EQ(asked(me, {{"number", "13800000001"}})[0].customer_name, "客户1");
    EXPECT_TRUE(asked(asker("10002"), {}).empty()) << "an agent sees what he wrote himself (R165)";
    const auto leader = asker("10009", model::Role::Admin);
    EXPECT_EQ(asked(leader, {{"agent", "10001"}}).size(), 1U);
    draft.state = ServiceState::Solved;
    EXPECT_EQ(change_service(connection_, asker("10002"), 77, draft, now_)->refusal->code, "service.unknown");
    ASSERT_FALSE(change_service(connection_, me, 77, draft, now_)->refusal);
    EXPECT_EQ(asked(me, {{"state", "solved"}}).size(), 1U);
    // R165: a leader deletes; whoever only sees it does not.
    auto onlooker = leader;
    onlooker.who.own_rights = people::Rights{};
    onlooker.who.own_data = people::DataScope::All;
    EXPECT_EQ(delete_service(connection_, onlooker, 77, now_)->refusal->code, "service.not_yours");
    ASSERT_FALSE(delete_service(connection_, leader, 77, now_)->refusal);
    EXPECT_TRUE(asked(me, {}).empty());
}

TEST_P(FollowUpStore, R267_FollowUpsGoForGoodWithTheirCustomer) {
    const auto me = asker("10001");
    auto wanted = draft("合同");
    wanted.files = {upload(me)};
    add(me, 1, wanted);
    const auto erased =
        customer_eraser.erase(connection_, EraseSpan{tenant_.value, 9'000'000, me.who.user.value, 9'000'000}, 10);
    ASSERT_TRUE(erased.ok()) << erased.error().detail;
    EXPECT_EQ(erased->files, (std::vector<std::string>{attachment_path(tenant_, wanted.files[0])}));
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT COUNT(*) FROM follow_ups"), 0);
}

TEST_P(FollowUpStore, R074_DraftsAreKeptForThePersonAlone) {
    const auto me = asker("10001").who;
    const auto json = [](std::string_view text) { return JsonValue::parse(text).value(); };
    ASSERT_TRUE(keep_draft(connection_, me, {"call-1", json(R"({"note":"一"})"), 1}).ok());
    ASSERT_TRUE(keep_draft(connection_, me, {"call-1", json(R"({"note":"二"})"), 2}).ok());
    const auto mine = drafts_of(connection_, me);
    ASSERT_TRUE(mine.ok() && mine->size() == 1) << mine.error().detail;
    EXPECT_EQ(*(*mine)[0].document.find("note")->as_text(), "二");
    EXPECT_TRUE(drafts_of(connection_, asker("10002").who)->empty());
    for (int i = 0; i < 60; ++i) {
        ASSERT_TRUE(keep_draft(connection_, me, {"follow-up-" + std::to_string(i), json("{}"), 10 + i}).ok());
    }
    EXPECT_EQ(*connection_.one<std::int64_t>("SELECT COUNT(*) FROM form_drafts"), 50);
    ASSERT_TRUE(drop_draft(connection_, me, "follow-up-59").ok());
    EXPECT_EQ((*drafts_of(connection_, me))[0].about, "follow-up-58");
    EXPECT_TRUE(is_about("call-17.customer"));
    EXPECT_FALSE(is_about("../x"));
    EXPECT_FALSE(is_about(""));
}

INSTANTIATE_TEST_SUITE_P(Engines, FollowUpStore, ::testing::Values(db::Engine::Sqlite, db::Engine::Postgres),
                         [](const auto& engine) { return db::engine_name(engine.param); });

}  // namespace
}  // namespace yh::office::customers
