#include "office/customers/importing/import_columns.h"

#include <algorithm>
#include <array>
#include <utility>

#include "office/crm/field_check.h"
#include "office/crm/field_view.h"

namespace yh::office::customers {

namespace {

using crm::ObjectKind;
using imports::Column;

struct Fixed {
    Part part;
    bool customer;
    bool lead;
    bool contact;
    Column column;
};

constexpr std::array fixed_columns{
    Fixed{Part::Parent, false, false, true,
          Column{.key = "parent",
                 .title = {"所属客户", "Customer"},
                 .hint = {"客户的电话，或唯一的客户名称", "A number of the customer, or a name that only one has"},
                 .required = true,
                 .other_names = "客户|客户名称|公司"}},
    Fixed{Part::Name, true, false, false,
          Column{"name", {"客户名称", "Name"}, {"必填", "Required"}, true, false, "姓名|名称|客户姓名"}},
    Fixed{Part::Name, false, true, false,
          Column{"name", {"线索名称", "Name"}, {"必填", "Required"}, true, false, "姓名|名称|客户名称"}},
    Fixed{Part::Name, false, false, true,
          Column{"name", {"联系人姓名", "Name"}, {"必填", "Required"}, true, false, "姓名|名称|联系人"}},
    Fixed{Part::Numbers, true, true, true,
          Column{.key = "numbers",
                 .title = {"电话", "Numbers"},
                 .hint = {"多个号码用分号隔开，可注明类型，如 手机:13800000000;公司:02088880000",
                          "Several are separated by semicolons, with a kind in front if you like: "
                          "mobile:13800000000"},
                 .other_names = "电话号码|号码|手机|手机号|联系电话|phone|number"}},
    Fixed{Part::Gender, true, true, true,
          Column{"gender", {"性别", "Gender"}, {"男、女，或留空", "male, female, or empty"}}},
    Fixed{Part::Level, true, true, false,
          Column{.key = "level",
                 .title = {"客户类型", "Type"},
                 .hint = {"通话选项里的客户类型；留空为第一种", "One of the company's types; empty: the first"},
                 .other_names = "类型|type|level"}},
    Fixed{Part::Owner, true, true, false,
          Column{.key = "owner",
                 .title = {"所属人工号", "Owner"},
                 .hint = {"坐席的工号；留空表示暂不分配", "The number of an employee; empty: nobody's yet"},
                 .other_names = "所属人|工号|分配坐席"}},
    Fixed{Part::Pool, true, true, false,
          Column{.key = "pool",
                 .title = {"公海", "Pool"},
                 .hint = {"放入哪个公海；与所属人二选一", "The public pool it goes into, in place of an owner"}}},
    Fixed{Part::Group, true, false, false,
          Column{.key = "group",
                 .title = {"分组", "Group"},
                 .hint = {"客户分组的名称", "The name of a group"},
                 .other_names = "客户分组"}},
    Fixed{Part::Stage, true, true, false,
          Column{.key = "stage",
                 .title = {"阶段", "Stage"},
                 .hint = {"客户阶段的名称；留空为第一个", "The name of a stage; empty: the first"},
                 .other_names = "客户阶段|进度"}},
    Fixed{Part::Tags, true, true, false,
          Column{.key = "tags",
                 .title = {"标签", "Tags"},
                 .hint = {"多个标签用分号隔开", "Several are separated by semicolons"}}},
    Fixed{Part::Note, true, true, true,
          Column{.key = "note",
                 .title = {"备注", "Note"},
                 .hint = {"可留空", "May be empty"},
                 .other_names = "说明|remark"}}};

bool has(const Fixed& fixed, ObjectKind object) {
    return object == ObjectKind::Customer ? fixed.customer : object == ObjectKind::Lead ? fixed.lead : fixed.contact;
}

/// What may stand in an own field.
lists::Title hint_of(const crm::Field& field, imports::Columns& columns) {
    using crm::FieldType;
    switch (field.type) {
        case FieldType::Select:
        case FieldType::Radio:
        case FieldType::Checks: {
            std::string names;
            for (const auto& choice : field.choices) {
                if (choice.enabled) {
                    names += names.empty() ? "" : "、";
                    names += choice.name;
                }
            }
            const auto kept = columns.keep(std::move(names));
            return {kept, kept};
        }
        case FieldType::Number:
            return {"数字", "A number"};
        case FieldType::Date:
            return {"日期，如 2026-11-22", "A date like 2026-11-22"};
        case FieldType::Time:
            return {"时间，如 09:30", "A time like 09:30"};
        case FieldType::Person:
            return {"员工的工号", "The number of an employee"};
        case FieldType::Text:
        case FieldType::Paragraph:
            break;
    }
    return {};
}

/// Two columns of one title could not be told apart in a file.
std::string_view own_title(const crm::Field& field, imports::Columns& columns) {
    const bool is_taken = std::ranges::any_of(columns.all, [&](const Column& other) {
        return other.title.chinese == field.name || other.title.english == field.name;
    });
    return columns.keep(is_taken ? field.name + " (" + field.key + ")" : field.name);
}

}  // namespace

const std::string& ObjectColumns::cell(const imports::Row& row, Part part) const {
    static const std::string nothing;
    const auto found = std::ranges::find(parts, part);
    return found == parts.end() ? nothing : row.cells[static_cast<std::size_t>(found - parts.begin())];
}

ObjectColumns columns_of(const crm::Book& book, crm::ObjectKind object, const people::SignedIn& who) {
    ObjectColumns made;
    auto columns = std::make_shared<imports::Columns>();
    for (const auto& fixed : fixed_columns) {
        if (has(fixed, object)) {
            columns->all.push_back(fixed.column);
            auto& column = columns->all.back();
            column.required = fixed.part == Part::Numbers ? crm::needs_number(book, object) : column.required;
            made.parts.push_back(fixed.part);
            made.fields.emplace_back();
        }
    }
    for (const auto& field : book.fields) {
        if (field.object == object && !field.system && crm::may_write(field, who)) {
            Column column;
            column.key = columns->keep("fields." + field.key);
            const auto title = own_title(field, *columns);
            column.title = {title, title};
            column.hint = hint_of(field, *columns);
            columns->all.push_back(column);
            made.parts.push_back(Part::Own);
            made.fields.push_back(field);
        }
    }
    made.columns = std::move(columns);
    return made;
}

}  // namespace yh::office::customers
