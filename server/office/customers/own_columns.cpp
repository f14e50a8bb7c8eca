#include "office/customers/own_columns.h"

#include <memory>
#include <utility>

#include "office/crm/field_value.h"
#include "office/crm/field_view.h"

namespace yh::office::customers {

namespace {

using crm::FieldType;
using lists::FilterKind;
using lists::Kind;

Kind kind_of(FieldType type) {
    switch (type) {
        case FieldType::Number:
            return Kind::Number;
        case FieldType::Select:
        case FieldType::Radio:
        case FieldType::Checks:
            return Kind::Chosen;
        case FieldType::Person:
            return Kind::Person;
        case FieldType::Text:
        case FieldType::Paragraph:
        case FieldType::Date:
        case FieldType::Time:
            break;
    }
    return Kind::Text;
}

FilterKind filter_of(FieldType type) {
    return type == FieldType::Date     ? FilterKind::FoundDay
           : type == FieldType::Person ? FilterKind::FoundPerson
                                       : FilterKind::Found;
}

/// The book may be replaced while the list is read: what is pointed to is kept.
void add_field(lists::Extra& extra, const crm::Field& field) {
    const auto key = extra.keep(field.key);
    const auto name = extra.keep(field.name);
    lists::Column column{.key = key, .title = {name, name}, .sql = "customers.fields"};
    column.kind = kind_of(field.type);
    column.member = key;
    if (!field.choices.empty()) {
        auto& words = extra.words.emplace_back();
        for (const auto& choice : field.choices) {
            words.push_back({extra.keep(choice.key), extra.keep(choice.name)});
        }
        column.words = words;
    }
    extra.columns.push_back(column);
    if (crm::is_closed(field.type)) {
        lists::Filter filter{.key = key, .kind = filter_of(field.type)};
        filter.finder = {.table = "customer_field_values",
                         .row = "customer_id",
                         .value = "value",
                         .time = "created_at_ms",
                         .group = "field_id",
                         .of = field.id.value,
                         .ordered = field.type == FieldType::Select || field.type == FieldType::Radio ||
                                    field.type == FieldType::Date};
        extra.filters.push_back(filter);
    }
}

}  // namespace

lists::ExtraPtr own_columns(const lists::Reader& reader, crm::ObjectKind object) {
    auto extra = std::make_shared<lists::Extra>();
    const auto& book = reader.book();
    extra->fields = crm::rights_in(book, object, reader.who);
    for (const auto& field : book.fields) {
        if (field.object != object || field.system) {
            continue;
        }
        if (crm::may_read(field, reader.who)) {
            add_field(*extra, field);
        } else {
            extra->hidden.push_back(extra->keep(field.key));
        }
    }
    return extra;
}

}  // namespace yh::office::customers
