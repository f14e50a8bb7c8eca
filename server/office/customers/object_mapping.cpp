#include "office/customers/object_mapping.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

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

/// The names of what was chosen, as a text.
std::string chosen_names(const crm::Field& from, const JsonValue& value) {
    const auto name = [&](const std::string& key) {
        const auto chosen = std::ranges::find(from.choices, key, &crm::FieldChoice::key);
        return chosen == from.choices.end() ? key : chosen->name;
    };
    std::string names;
    if (const auto* list = value.as_array()) {
        for (const auto& one : *list) {
            if (const auto* key = one.as_text()) {
                names += (names.empty() ? "" : ", ") + name(*key);
            }
        }
    } else if (const auto* key = value.as_text()) {
        names = name(*key);
    }
    return names;
}

/// The value as the other field holds values; null: it has no place there.
JsonValue mapped_value(const crm::Field& from, const crm::Field& to, const JsonValue& value) {
    const bool is_list = to.type == crm::FieldType::Checks;
    if (to.choices.empty()) {
        const bool is_text = to.type == crm::FieldType::Text || to.type == crm::FieldType::Paragraph;
        return is_text && !from.choices.empty() ? JsonValue{chosen_names(from, value)} : value;
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

/// What stands in a field that every object has.
std::optional<std::string> system_text(const CustomerCard& card, std::string_view key) {
    if (key == "name") {
        return card.name;
    }
    if (key == "level") {
        return card.level;
    }
    if (key == "note") {
        return card.note;
    }
    return std::nullopt;
}

void set_system_text(CustomerDraft& draft, std::string_view key, std::string text) {
    if (text.empty()) {
        return;
    }
    if (key == "name") {
        draft.name = std::move(text);
    } else if (key == "level") {
        draft.level = std::move(text);
    } else if (key == "note") {
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
        const auto said = system_text(lead, one.lead_field);
        const auto* own = lead.fields.find(one.lead_field);
        const auto value = said ? JsonValue{*said} : own == nullptr ? JsonValue{} : *own;
        const bool is_system = system_text(lead, one.customer_field).has_value();
        if (value.is_null()) {
            continue;
        }
        if (is_system) {
            const auto* text = value.as_text();
            set_system_text(draft, one.customer_field,
                            from != nullptr && !from->choices.empty() ? chosen_names(*from, value)
                            : text != nullptr                         ? *text
                                                                      : std::string{});
        } else if (to != nullptr && to->enabled && !to->system) {
            auto mapped = from == nullptr ? value : mapped_value(*from, *to, value);
            if (!mapped.is_null()) {
                fields.set(to->key, std::move(mapped));
            }
        }
    }
    draft.fields = std::move(fields);
}

}  // namespace yh::office::customers
