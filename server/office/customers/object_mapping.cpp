#include "office/customers/object_mapping.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/describe.h"
#include "office/crm/field_value.h"
#include "office/crm/field_view.h"

namespace yh::office::customers {

namespace {

/// The key of the choice that has the same name on the other side; none: there is no such choice.
std::optional<std::string> mapped_choice(const crm::Field& from, const crm::Field& to, const std::string& key) {
    const auto chosen = std::ranges::find(from.choices, key, &crm::FieldChoice::key);
    const auto same = chosen == from.choices.end()
                          ? to.choices.end()
                          : std::ranges::find(to.choices, chosen->name, &crm::FieldChoice::name);
    return same == to.choices.end() ? std::nullopt : std::optional{same->key};
}

/// The value as the other field holds values; null: it has no place there.
JsonValue mapped_value(const crm::Field& from, const crm::Field& to, const JsonValue& value) {
    const bool is_list = to.type == crm::FieldType::Checks;
    if (to.choices.empty()) {
        const bool is_text = to.type == crm::FieldType::Text || to.type == crm::FieldType::Paragraph;
        return is_text ? JsonValue{crm::text_of(from, value)} : value;
    }
    JsonValue::Array keys;
    const auto add = [&](const JsonValue& one) {
        const auto* text = one.as_text();
        if (auto key = text == nullptr ? std::nullopt : mapped_choice(from, to, *text)) {
            keys.emplace_back(*std::move(key));
        }
    };
    if (const auto* list = value.as_array()) {
        std::ranges::for_each(*list, add);
    } else {
        add(value);
    }
    if (is_list) {
        return keys.empty() ? JsonValue{} : JsonValue{std::move(keys)};
    }
    return keys.empty() ? JsonValue{} : keys.front();
}

/// What stands in a field of the lead; null: nothing.
JsonValue lead_value(const CustomerCard& lead, std::string_view key) {
    if (key == "name") {
        return JsonValue{lead.name};
    }
    if (key == "level") {
        return JsonValue{lead.level};
    }
    if (key == "note") {
        return JsonValue{lead.note};
    }
    if (key == "gender") {
        return lead.gender == Gender::Unknown ? JsonValue{} : JsonValue{std::string{enum_text(lead.gender)}};
    }
    const auto* own = lead.fields.find(key);
    return own == nullptr ? JsonValue{} : *own;
}

/// Puts it into a field that every object has. Numbers go over by themselves.
void set_system_field(CustomerDraft& draft, const crm::Field& from, const crm::Field& to, const JsonValue& value) {
    if (to.key == "gender") {
        const auto mapped = mapped_value(from, to, value);
        const auto* key = mapped.as_text();
        const auto gender = parse_enum<Gender>(key == nullptr ? std::string{} : *key);
        draft.gender = gender.ok() ? *gender : draft.gender;
        return;
    }
    auto text = crm::text_of(from, value);
    if (text.empty()) {
        return;
    }
    if (to.key == "name") {
        draft.name = std::move(text);
    } else if (to.key == "level") {
        draft.level = std::move(text);
    } else if (to.key == "note") {
        draft.note = std::move(text);
    }
}

}  // namespace

void map_lead(const crm::Book& book, const CustomerCard& lead, CustomerDraft& draft) {
    draft.name = lead.name;
    draft.gender = lead.gender;
    draft.level = lead.level;
    draft.note = lead.note;
    JsonValue fields{JsonValue::Object{}};
    for (const auto& one : book.mapping.fields) {
        const auto* from = crm::find_field(book, crm::ObjectKind::Lead, one.lead_field);
        const auto* to = crm::find_field(book, crm::ObjectKind::Customer, one.customer_field);
        const auto value = lead_value(lead, one.lead_field);
        if (from == nullptr || to == nullptr || value.is_null()) {
            continue;
        }
        if (to->system) {
            set_system_field(draft, *from, *to, value);
        } else if (to->enabled) {
            auto mapped = mapped_value(*from, *to, value);
            if (!crm::is_nothing(&mapped)) {
                fields.set(to->key, std::move(mapped));
            }
        }
    }
    draft.fields = std::move(fields);
}

}  // namespace yh::office::customers
