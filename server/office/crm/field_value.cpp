#include "office/crm/field_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/algorithm/string/replace.hpp>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "base/json.h"
#include "http/text.h"

namespace yh::office::crm {

namespace {

constexpr std::size_t longest_line_bytes = 600;  // two hundred Chinese characters
constexpr std::size_t longest_text_bytes = 12'000;
constexpr std::size_t longest_person_bytes = 60;
constexpr double largest = 1e15;  // exact as a double and in a spreadsheet

using Array = JsonValue::Array;

Result<JsonValue> kept_text(const JsonValue& value, std::size_t most) {
    const auto* text = value.as_text();
    if (text == nullptr) {
        return invalid_input("crm.bad_value");
    }
    const auto trimmed = http::trimmed(*text);
    if (trimmed.size() > most) {
        return invalid_input("customer.too_long");
    }
    return trimmed.empty() ? JsonValue{} : JsonValue{trimmed};
}

Result<JsonValue> kept_number(const JsonValue& value) {
    double number = 0;
    if (const auto* whole = value.as_int()) {
        number = static_cast<double>(*whole);
    } else if (const auto* real = value.as_number()) {
        number = *real;
    } else if (const auto* text = value.as_text()) {
        const auto part = http::trimmed(*text);
        const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
        if (read.ec != std::errc{} || read.ptr != part.data() + part.size()) {
            return invalid_input("crm.not_a_number");
        }
    } else {
        return invalid_input("crm.not_a_number");
    }
    if (!(std::abs(number) <= largest)) {
        return invalid_input("crm.not_a_number");
    }
    return number == std::floor(number) ? JsonValue{static_cast<std::int64_t>(number)} : JsonValue{number};
}

const FieldChoice* find_choice(const Field& field, std::string_view key) {
    const auto found = std::ranges::find(field.choices, key, &FieldChoice::key);
    return found == field.choices.end() ? nullptr : &*found;
}

bool holds(const JsonValue* value, const std::string& key) {
    if (value == nullptr) {
        return false;
    }
    const auto* text = value->as_text();
    const auto* list = value->as_array();
    return (text != nullptr && *text == key) ||
           (list != nullptr && std::ranges::find(*list, JsonValue{key}) != list->end());
}

/// A choice that is switched off can stay where it is, and be chosen nowhere else.
bool may_choose(const Field& field, const std::string& key, const JsonValue* before) {
    const auto* choice = find_choice(field, key);
    return choice != nullptr && (choice->enabled || holds(before, key));
}

Result<JsonValue> kept_choice(const Field& field, const JsonValue& value, const JsonValue* before) {
    const auto* key = value.as_text();
    if (key == nullptr || !may_choose(field, *key, before)) {
        return invalid_input("crm.unknown_choice");
    }
    return value;
}

Result<JsonValue> kept_choices(const Field& field, const JsonValue& value, const JsonValue* before) {
    const auto* list = value.as_array();
    if (list == nullptr) {
        return invalid_input("crm.bad_value");
    }
    for (const auto& one : *list) {
        const auto* key = one.as_text();
        if (key == nullptr || !may_choose(field, *key, before)) {
            return invalid_input("crm.unknown_choice");
        }
    }
    Array kept;
    for (const auto& choice : field.choices) {
        if (holds(&value, choice.key)) {
            kept.emplace_back(choice.key);
        }
    }
    return kept.empty() ? JsonValue{} : JsonValue{std::move(kept)};
}

std::optional<int> whole(std::string_view text) {
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool all = !text.empty() && read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return all && number >= 0 ? std::optional{number} : std::nullopt;
}

/// "2026-11-2", "2026/11/02", "2026.11.02", and what a spreadsheet makes of a day: with a time behind it.
Result<JsonValue> kept_day(const JsonValue& value) {
    const auto* text = value.as_text();
    if (text == nullptr) {
        return invalid_input("crm.not_a_date");
    }
    auto day = std::string{http::trimmed(*text)};
    day = day.substr(0, day.find_first_of(" T"));
    std::ranges::replace(day, '/', '-');
    std::ranges::replace(day, '.', '-');
    const auto parts = http::split(day, '-');
    if (parts.size() != 3 || parts[0].size() != 4) {
        return invalid_input("crm.not_a_date");
    }
    const auto year = whole(parts[0]);
    const auto month = whole(parts[1]);
    const auto in_month = whole(parts[2]);
    if (!year || !month || !in_month) {
        return invalid_input("crm.not_a_date");
    }
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*in_month))};
    if (!date.ok() || *year < 1000) {
        return invalid_input("crm.not_a_date");
    }
    return JsonValue{fmt::format("{:04}-{:02}-{:02}", *year, *month, *in_month)};
}

/// "9:30", "09:30:00".
Result<JsonValue> kept_time(const JsonValue& value) {
    const auto* text = value.as_text();
    const auto parts = text == nullptr ? std::vector<std::string_view>{} : http::split(http::trimmed(*text), ':');
    if (parts.size() != 2 && parts.size() != 3) {
        return invalid_input("crm.not_a_time");
    }
    const auto hour = whole(parts[0]);
    const auto minute = whole(parts[1]);
    const auto second = parts.size() == 3 ? whole(parts[2]) : std::optional{0};
    constexpr int hours = 24;
    constexpr int sixty = 60;
    if (!hour || !minute || !second || *hour >= hours || *minute >= sixty || *second >= sixty) {
        return invalid_input("crm.not_a_time");
    }
    return JsonValue{fmt::format("{:02}:{:02}", *hour, *minute)};
}

/// The key of a choice by its name or its key.
Result<std::string> key_of(const Field& field, std::string_view name) {
    const auto found = std::ranges::find_if(field.choices, [&](const FieldChoice& choice) {
        return choice.enabled && (http::same_text(choice.name, name) || choice.key == name);
    });
    return found == field.choices.end() ? Result<std::string>{invalid_input("crm.unknown_choice", std::string{name})}
                                        : Result<std::string>{found->key};
}

Result<JsonValue> choices_in(const Field& field, std::string text) {
    for (const std::string_view other : {"；", "，", "、", ",", "|", "\n", "\r"}) {
        boost::replace_all(text, other, ";");
    }
    Array keys;
    for (const auto part : http::split(text, ';')) {
        if (const auto name = http::trimmed(part); !name.empty()) {
            YH_TRY(auto key, key_of(field, name));
            keys.emplace_back(std::move(key));
        }
    }
    return kept_value(field, JsonValue{std::move(keys)});
}

}  // namespace

bool is_nothing(const JsonValue* value) {
    if (value == nullptr || value->is_null()) {
        return true;
    }
    const auto* text = value->as_text();
    const auto* list = value->as_array();
    return (text != nullptr && text->empty()) || (list != nullptr && list->empty());
}

Result<JsonValue> kept_value(const Field& field, const JsonValue& value, const JsonValue* before) {
    if (is_nothing(&value)) {
        return JsonValue{};
    }
    switch (field.type) {
        case FieldType::Text:
            return kept_text(value, longest_line_bytes);
        case FieldType::Paragraph:
            return kept_text(value, longest_text_bytes);
        case FieldType::Number:
            return kept_number(value);
        case FieldType::Select:
        case FieldType::Radio:
            return kept_choice(field, value, before);
        case FieldType::Checks:
            return kept_choices(field, value, before);
        case FieldType::Date:
            return kept_day(value);
        case FieldType::Time:
            return kept_time(value);
        case FieldType::Person:
            return kept_text(value, longest_person_bytes);
    }
    return invalid_input("crm.bad_value");
}

Result<JsonValue> value_in(const Field& field, std::string_view text) {
    const auto trimmed = http::trimmed(text);
    if (trimmed.empty()) {
        return JsonValue{};
    }
    switch (field.type) {
        case FieldType::Select:
        case FieldType::Radio: {
            YH_TRY(auto key, key_of(field, trimmed));
            return JsonValue{std::move(key)};
        }
        case FieldType::Checks:
            return choices_in(field, std::string{trimmed});
        case FieldType::Text:
        case FieldType::Paragraph:
        case FieldType::Number:
        case FieldType::Date:
        case FieldType::Time:
        case FieldType::Person:
            break;
    }
    return kept_value(field, JsonValue{trimmed});
}

std::string text_of(const Field& field, const JsonValue& value) {
    const auto name_of = [&](const JsonValue& one) {
        const auto* key = one.as_text();
        const auto* choice = key == nullptr ? nullptr : find_choice(field, *key);
        return choice != nullptr ? choice->name : key != nullptr ? *key : to_json(one);
    };
    if (const auto* list = value.as_array()) {
        std::string names;
        for (const auto& one : *list) {
            names += names.empty() ? "" : "、";
            names += name_of(one);
        }
        return names;
    }
    return value.is_null() ? std::string{} : name_of(value);
}

bool tells_apart(const Field& field) {
    if (field.system) {
        return field.key == "name" || field.key == "numbers";
    }
    return field.type == FieldType::Text || field.type == FieldType::Number || field.type == FieldType::Date;
}

bool is_closed(FieldType type) {
    return type == FieldType::Select || type == FieldType::Radio || type == FieldType::Checks ||
           type == FieldType::Date || type == FieldType::Person;
}

}  // namespace yh::office::crm
