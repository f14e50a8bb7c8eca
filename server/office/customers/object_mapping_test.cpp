#include "office/customers/object_mapping.h"

#include <gtest/gtest.h>

namespace yh::office::customers {
namespace {

using crm::FieldType;
using crm::ObjectKind;

/// Leads and customers of a company with the fields that a test gives them.
class ObjectMapping : public ::testing::Test {
  protected:
    void add(ObjectKind object, const std::string& key, FieldType type, std::vector<crm::FieldChoice> choices = {}) {
        crm::Field field;
        field.object = object;
        field.key = field.name = key;
        field.type = type;
        field.choices = std::move(choices);
        book_.fields.push_back(std::move(field));
    }
    CustomerDraft mapped() const {
        CustomerDraft draft;
        map_lead(book_, lead_, draft);
        return draft;
    }
    static std::string text(const CustomerDraft& draft, std::string_view key) {
        const auto* value = draft.fields->find(key);
        const auto* text = value == nullptr ? nullptr : value->as_text();
        return text == nullptr ? "" : *text;
    }

    crm::Book book_ = crm::first_book();
    CustomerCard lead_;
};

// The settings offer any type for a text: it must take in numbers and days as well, or the customer cannot be saved.
TEST_F(ObjectMapping, R163_ATextTakesInEverything) {
    add(ObjectKind::Lead, "f1", FieldType::Number);
    add(ObjectKind::Lead, "f2", FieldType::Date);
    add(ObjectKind::Lead, "f3", FieldType::Checks, {{"c1", "微信", true}, {"c2", "邮件", true}});
    add(ObjectKind::Customer, "f4", FieldType::Text);
    add(ObjectKind::Customer, "f5", FieldType::Paragraph);
    add(ObjectKind::Customer, "f6", FieldType::Text);
    book_.mapping.fields = {{"f1", "f4"}, {"f2", "f5"}, {"f3", "f6"}};
    lead_.fields = *JsonValue::parse(R"({"f1":120000,"f2":"2026-11-22","f3":["c1","c2"]})");
    const auto draft = mapped();
    EXPECT_EQ(text(draft, "f4"), "120000");
    EXPECT_EQ(text(draft, "f5"), "2026-11-22");
    EXPECT_EQ(text(draft, "f6"), "微信、邮件");
    book_.mapping.fields = {{"f1", "note"}};
    lead_.note = "展会";
    EXPECT_EQ(mapped().note, "120000");
}

TEST_F(ObjectMapping, R163_GenderIsMappedLikeEverythingElse) {
    add(ObjectKind::Lead, "f1", FieldType::Radio, {{"c1", "男", true}, {"c2", "女", true}, {"c3", "保密", true}});
    add(ObjectKind::Customer, "f2", FieldType::Text);
    book_.mapping.fields = {{"gender", "f2"}};
    lead_.gender = Gender::Female;
    EXPECT_EQ(text(mapped(), "f2"), "女");
    lead_.gender = Gender::Unknown;
    EXPECT_EQ(text(mapped(), "f2"), "") << "nobody said";
    book_.mapping.fields = {{"f1", "gender"}};
    lead_.fields = *JsonValue::parse(R"({"f1":"c1"})");
    EXPECT_EQ(mapped().gender, Gender::Male);
    lead_.fields = *JsonValue::parse(R"({"f1":"c3"})");
    EXPECT_EQ(mapped().gender, Gender::Unknown) << "customers have no such answer";
}

}  // namespace
}  // namespace yh::office::customers
