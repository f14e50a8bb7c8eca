#include "office/customers/follow_ups/template_check.h"

#include <gtest/gtest.h>

namespace yh::office::customers {
namespace {

crm::FollowUpTemplate visit() {
    crm::FollowUpTemplate form;
    form.id = crm::SettingId{7};
    form.name = "回访";
    form.objects = {crm::ObjectKind::Customer};
    form.published = true;
    crm::TemplateField wish{"t1", crm::FieldType::Select, "意向", {{"a", "高", true}, {"b", "低", true}}, 6, true,
                            true};
    crm::TemplateField many{"t2", crm::FieldType::Checks, "产品", {{"x", "甲", true}, {"y", "乙", true}}, 6, false,
                            true};
    form.fields = {wish,
                   many,
                   {"t3", crm::FieldType::Number, "预算", {}, 6, false, true},
                   {"t4", crm::FieldType::Date, "日期", {}, 6, false, true},
                   {"t5", crm::FieldType::Text, "旧", {}, 6, true, false}};
    return form;
}

JsonValue json(std::string_view text) {
    return JsonValue::parse(text).value();
}

TEST(FollowUpTemplate, R133_FieldsAreFilledInByTheirTypes) {
    std::vector<http::FieldProblem> problems;
    const auto filled =
        fill_template(visit(), json(R"({"t4":"2026-12-01","t1":"a","t2":["y","x"],"t3":3000})"), problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(summary_of(filled), "意向: 高；产品: 乙、甲；预算: 3000；日期: 2026-12-01");
}

TEST(FollowUpTemplate, R164_WhatIsRequiredOrWrongIsSaidAtItsField) {
    const auto wrong = [](std::string_view values) {
        std::vector<http::FieldProblem> problems;
        fill_template(visit(), json(values), problems);
        return problems.empty() ? std::string{} : problems[0].field + " " + std::string{problems[0].code};
    };
    EXPECT_EQ(wrong(R"({})"), "fields.t1 config.required");
    EXPECT_EQ(wrong(R"({"t1":" "})"), "fields.t1 config.required");
    EXPECT_EQ(wrong(R"({"t1":"c"})"), "fields.t1 follow_up.bad_value");
    EXPECT_EQ(wrong(R"({"t1":"a","t2":"x"})"), "fields.t2 follow_up.bad_value");
    EXPECT_EQ(wrong(R"({"t1":"a","t3":"many"})"), "fields.t3 follow_up.bad_value");
    EXPECT_EQ(wrong(R"({"t1":"a","t4":"2026-13-01"})"), "fields.t4 follow_up.bad_value");
    EXPECT_EQ(wrong(R"({"t1":"a","t9":1})"), "fields.t9 follow_up.unknown_field");
    EXPECT_EQ(wrong(R"({"t1":"a","t5":"x"})"), "fields.t5 follow_up.unknown_field") << "it is switched off";
    EXPECT_EQ(wrong(R"([])"), "fields follow_up.bad_value");
}

TEST(FollowUpTemplate, R164_OnlyAPublishedOneForThisObjectAndPersonIsThere) {
    crm::Book book;
    book.templates = {visit()};
    people::SignedIn who;
    who.number = "10001";
    const auto found = [&](crm::ObjectKind object) {
        return find_template(book, crm::SettingId{7}, object, who) != nullptr;
    };
    EXPECT_TRUE(found(crm::ObjectKind::Customer));
    EXPECT_FALSE(found(crm::ObjectKind::Lead));
    book.templates[0].audience = {false, {}, {}, {"10002"}};
    EXPECT_FALSE(found(crm::ObjectKind::Customer));
    book.templates[0].audience.people = {"10001"};
    EXPECT_TRUE(found(crm::ObjectKind::Customer));
    book.templates[0].published = false;
    EXPECT_FALSE(found(crm::ObjectKind::Customer));
}

TEST(FollowUpTemplate, R133_ADraftSaysSomethingAndHasTenFilesAtTheMost) {
    FollowUpDraft draft;
    draft.note = " \n";
    ASSERT_EQ(check_follow_up(draft, 1000).size(), 1U);
    draft.note = "已联系";
    draft.next_at_ms = 1000;
    EXPECT_EQ(check_follow_up(draft, 1000).at(0).code, "follow_up.next_is_past");
    draft.next_at_ms = 1001;
    for (std::int64_t id = 1; id <= 10; ++id) {
        draft.files.push_back(FollowUpFileId{id});
    }
    draft.files.push_back(FollowUpFileId{10});
    EXPECT_TRUE(check_follow_up(draft, 1000).empty()) << "one file named twice is one";
    draft.files.push_back(FollowUpFileId{11});
    EXPECT_EQ(check_follow_up(draft, 1000).at(0).code, "follow_up.too_many_files");
}

}  // namespace
}  // namespace yh::office::customers
