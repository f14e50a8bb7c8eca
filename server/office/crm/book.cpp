#include "office/crm/book.h"

#include <utility>

namespace yh::office::crm {

namespace {

/// How a system field begins.
struct SystemField {
    std::string_view key;
    FieldType type;
    std::string_view name;
    bool required = false;
    bool listed = true;
};
constexpr SystemField system_fields[] = {{"name", FieldType::Text, "名称", true},
                                         {"numbers", FieldType::Text, "电话", true},
                                         {"level", FieldType::Select, "类型"},
                                         {"gender", FieldType::Radio, "性别"},
                                         {"note", FieldType::Paragraph, "备注", false, false}};

std::string name_of_object(ObjectKind object) {
    switch (object) {
        case ObjectKind::Customer:
            return "客户";
        case ObjectKind::Lead:
            return "线索";
        case ObjectKind::Contact:
            return "联系人";
    }
    return {};
}

Field field_of(ObjectKind object, const SystemField& line) {
    Field field;
    field.object = object;
    field.key = line.key;
    field.system = true;
    field.type = line.type;
    // 客户名称, 线索名称, 联系人名称; the words of the others say enough by themselves.
    field.name = line.key == "name" ? name_of_object(object) + std::string{line.name} : std::string{line.name};
    field.required = line.required;
    field.listed = line.listed;
    if (line.key == "gender") {
        field.choices = {{"unknown", "未选择"}, {"male", "男"}, {"female", "女"}};
    }
    return field;
}

}  // namespace

const Book& first_book() {
    static const Book book = [] {
        Book first;
        for (const auto object : {ObjectKind::Customer, ObjectKind::Lead, ObjectKind::Contact}) {
            for (const auto& line : system_fields) {
                // What a customer is to the company (一般, VIP …) is no word for a person who works for one.
                if (object != ObjectKind::Contact || line.key != "level") {
                    first.fields.push_back(field_of(object, line));
                }
            }
        }
        first.stages.push_back({{}, "开始", StageState::Open, 0, true});
        first.stages.push_back({{}, "完结", StageState::Won, 100, true});
        for (const auto& line : system_fields) {
            first.mapping.fields.push_back({std::string{line.key}, std::string{line.key}});
        }
        return first;
    }();
    return book;
}

const Book& Books::of(model::TenantId tenant) const {
    const auto found = books_.find(tenant.value);
    return found == books_.end() ? first_book() : *found->second;
}

void Books::put(model::TenantId tenant, Book book) {
    books_[tenant.value] = std::make_shared<const Book>(std::move(book));
}

}  // namespace yh::office::crm
