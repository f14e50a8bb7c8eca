#include "office/customers/dedup/dedup_rules.h"

#include <algorithm>
#include <boost/algorithm/string/replace.hpp>

#include "base/describe.h"
#include "base/json.h"
#include "http/text.h"
#include "office/crm/field_value.h"
#include "office/crm/field_view.h"

namespace yh::office::customers {

namespace {

constexpr std::string_view numbers_key = "numbers";

/// How people read a value: choices by their names.
std::string readable(const crm::Book& book, crm::ObjectKind object, std::string_view key,
                     const std::vector<std::string>& values) {
    const auto* field = own_field(book, object, key);
    std::string text;
    for (const auto& value : values) {
        text += text.empty() ? "" : "、";
        const auto choice = field == nullptr ? std::vector<crm::FieldChoice>::const_iterator{}
                                             : std::ranges::find(field->choices, value, &crm::FieldChoice::key);
        text += field != nullptr && choice != field->choices.end() ? choice->name : value;
    }
    return text;
}

}  // namespace

Compared::Compared(const CustomerRow& row, const std::vector<NumberRow>& numbers) : row_{row}, numbers_{numbers} {
    if (auto fields = JsonValue::parse(row.fields); fields.ok()) {
        fields_ = *std::move(fields);
    }
}

std::vector<std::string> Compared::of(std::string_view key) const {
    if (key == numbers_key) {
        std::vector<std::string> numbers;
        std::ranges::transform(numbers_, std::back_inserter(numbers), &NumberRow::number);
        return numbers;
    }
    std::string text;
    if (key == "name") {
        text = row_.name;
    } else if (key == "level") {
        text = row_.level;
    } else if (key == "note") {
        text = row_.note;
    } else if (key == "gender") {
        text = row_.gender == Gender::Unknown ? "" : enum_text(row_.gender);
    } else if (const auto* value = fields_.find(key); value != nullptr) {
        text = compared_text(*value);
    }
    return text.empty() ? std::vector<std::string>{} : std::vector<std::string>{text};
}

bool Compared::is_same(const Compared& one, std::string_view key, const Compared& other, std::string_view other_key) {
    const auto mine = one.of(key);
    const auto theirs = other.of(other_key);
    return std::ranges::find_first_of(mine, theirs) != mine.end();
}

std::string compared_text(const JsonValue& value) {
    if (value.is_null()) {
        return {};
    }
    if (const auto* text = value.as_text()) {
        return std::string{http::trimmed(*text)};
    }
    if (const auto* list = value.as_array(); list != nullptr && list->empty()) {
        return {};
    }
    return to_json(value);
}

const crm::Field* own_field(const crm::Book& book, crm::ObjectKind object, std::string_view key) {
    const auto found = std::ranges::find_if(book.fields, [&](const crm::Field& field) {
        return field.object == object && field.key == key && !field.system;
    });
    return found == book.fields.end() ? nullptr : &*found;
}

bool is_hashed(const crm::Field& field) {
    return !field.system && (field.type == crm::FieldType::Text || field.type == crm::FieldType::Number);
}

bool can_be_looked_up(const crm::Book& book, const crm::DedupRule& rule) {
    return std::ranges::any_of(rule.fields, [&](const std::string& key) {
        const auto* field = crm::find_field(book, rule.object, key);
        return field != nullptr && crm::tells_apart(*field);
    });
}

std::string prompt_of(const crm::Book& book, const crm::DedupRule& rule, const Compared& refused) {
    auto text = rule.prompt;
    for (const auto& field : book.fields) {
        if (field.object == rule.object && text.find('{') != std::string::npos) {
            const auto value = readable(book, rule.object, field.key, refused.of(field.key));
            boost::replace_all(text, "{" + field.key + "}", value);
            boost::replace_all(text, "{" + field.name + "}", value);
        }
    }
    return text;
}

std::vector<std::string> file_keys(const crm::Book& book, crm::ObjectKind object, const Compared& row) {
    std::vector<std::string> keys;
    for (const auto& rule : book.dedup_rules) {
        const bool own = rule.against.empty() || std::ranges::find(rule.against, object) != rule.against.end();
        if (!rule.enabled || rule.object != object || !own || rule.scope != crm::DedupScope::All ||
            rule.fields.empty() || !can_be_looked_up(book, rule)) {
            continue;
        }
        // A row with several numbers is the same as another by each of them.
        std::vector<std::string> made{"rule:" + rule.id.text()};
        for (const auto& field : rule.fields) {
            std::vector<std::string> longer;
            for (const auto& value : row.of(field)) {
                std::ranges::transform(made, std::back_inserter(longer),
                                       [&](const std::string& begun) { return begun + '\n' + value; });
            }
            made = std::move(longer);
        }
        std::ranges::move(made, std::back_inserter(keys));
    }
    return keys;
}

}  // namespace yh::office::customers
