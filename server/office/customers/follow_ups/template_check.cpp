#include "office/customers/follow_ups/template_check.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

#include "base/json.h"
#include "http/text.h"
#include "office/crm/audience.h"

namespace yh::office::customers {

namespace {

constexpr std::size_t longest_text_bytes = 600;
constexpr std::size_t longest_paragraph_bytes = 12'000;
constexpr std::size_t longest_note_bytes = 12'000;

/// A value as people read it; none: it is not one of this field.
using Shown = std::optional<std::string>;

const crm::FieldChoice* find_choice(const crm::TemplateField& field, const JsonValue& value) {
    const auto* key = value.as_text();
    const auto at = std::ranges::find_if(
        field.choices, [&](const crm::FieldChoice& one) { return key != nullptr && one.enabled && one.key == *key; });
    return at == field.choices.end() ? nullptr : &*at;
}

/// Digits where the pattern has a 9, else the same character.
bool is_like(std::string_view text, std::string_view pattern) {
    return text.size() == pattern.size() && std::ranges::equal(text, pattern, [](char c, char wanted) {
               return wanted == '9' ? std::isdigit(static_cast<unsigned char>(c)) != 0 : c == wanted;
           });
}

int number_in(std::string_view text, std::size_t at) {
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

bool is_date(std::string_view text) {
    return is_like(text, "9999-99-99") && number_in(text, 5) >= 1 && number_in(text, 5) <= 12 &&
           number_in(text, 8) >= 1 && number_in(text, 8) <= 31;
}

bool is_time(std::string_view text) {
    return is_like(text, "99:99") && number_in(text, 0) < 24 && number_in(text, 3) < 60;
}

Shown shown_choices(const crm::TemplateField& field, const JsonValue& value) {
    const auto* keys = value.as_array();
    if (keys == nullptr) {
        return std::nullopt;
    }
    std::string text;
    for (const auto& key : *keys) {
        const auto* choice = find_choice(field, key);
        if (choice == nullptr) {
            return std::nullopt;
        }
        text += text.empty() ? choice->name : "、" + choice->name;
    }
    return text;
}

Shown shown_number(const JsonValue& value) {
    if (value.as_int() == nullptr && value.as_number() == nullptr) {
        return std::nullopt;
    }
    return to_json(value);
}

Shown shown_value(const crm::TemplateField& field, const JsonValue& value) {
    const auto* text = value.as_text();
    switch (field.type) {
        case crm::FieldType::Text:
        case crm::FieldType::Paragraph:
        case crm::FieldType::Person:
            return text == nullptr ? Shown{} : Shown{*text};
        case crm::FieldType::Number:
            return shown_number(value);
        case crm::FieldType::Select:
        case crm::FieldType::Radio: {
            const auto* choice = find_choice(field, value);
            return choice == nullptr ? Shown{} : Shown{choice->name};
        }
        case crm::FieldType::Checks:
            return shown_choices(field, value);
        case crm::FieldType::Date:
            return text != nullptr && is_date(*text) ? Shown{*text} : Shown{};
        case crm::FieldType::Time:
            return text != nullptr && is_time(*text) ? Shown{*text} : Shown{};
    }
    return std::nullopt;
}

bool is_nothing(const JsonValue* value) {
    if (value == nullptr || value->is_null()) {
        return true;
    }
    const auto* text = value->as_text();
    const auto* list = value->as_array();
    return (text != nullptr && http::trimmed(*text).empty()) || (list != nullptr && list->empty());
}

void note_unknown(const crm::FollowUpTemplate& form, const JsonValue& values,
                  std::vector<http::FieldProblem>& problems) {
    for (const auto& member : *values.as_object()) {
        const auto known = std::ranges::find_if(
            form.fields, [&](const crm::TemplateField& one) { return one.enabled && one.key == member.name; });
        if (known == form.fields.end()) {
            problems.push_back({"fields." + member.name, "follow_up.unknown_field"});
        }
    }
}

}  // namespace

const crm::FollowUpTemplate* find_template(const crm::Book& book, crm::SettingId id, crm::ObjectKind object,
                                           const people::SignedIn& who) {
    const auto at = std::ranges::find_if(book.templates, [&](const crm::FollowUpTemplate& one) {
        return one.id == id && one.published && crm::is_meant(one.audience, who) &&
               (one.objects.empty() || std::ranges::find(one.objects, object) != one.objects.end());
    });
    return at == book.templates.end() ? nullptr : &*at;
}

std::vector<FilledField> fill_template(const crm::FollowUpTemplate& form, const JsonValue& values,
                                       std::vector<http::FieldProblem>& problems) {
    std::vector<FilledField> filled;
    if (values.as_object() == nullptr) {
        problems.push_back({"fields", "follow_up.bad_value"});
        return filled;
    }
    note_unknown(form, values, problems);
    for (const auto& field : form.fields) {
        if (!field.enabled) {
            continue;
        }
        const auto* value = values.find(field.key);
        if (is_nothing(value)) {
            if (field.required) {
                problems.push_back({"fields." + field.key, "config.required"});
            }
            continue;
        }
        auto text = shown_value(field, *value);
        const auto most = field.type == crm::FieldType::Paragraph ? longest_paragraph_bytes : longest_text_bytes;
        if (!text) {
            problems.push_back({"fields." + field.key, "follow_up.bad_value"});
        } else if (text->size() > most) {
            problems.push_back({"fields." + field.key, "customer.too_long"});
        } else {
            filled.push_back({field.key, field.name, *value, *std::move(text)});
        }
    }
    return filled;
}

std::string summary_of(const std::vector<FilledField>& fields) {
    std::string text;
    for (const auto& one : fields) {
        text += text.empty() ? "" : "；";
        text += one.name + ": " + one.text;
    }
    return text;
}

std::vector<http::FieldProblem> check_follow_up(FollowUpDraft& draft, std::int64_t now_ms) {
    std::vector<http::FieldProblem> problems;
    if (draft.note.find_first_not_of(" \t\r\n") == std::string::npos) {
        draft.note.clear();
    }
    const bool says_fields =
        draft.fields && draft.fields->as_object() != nullptr && !draft.fields->as_object()->empty();
    if (draft.note.empty() && !says_fields && draft.files.empty()) {
        problems.push_back({"note", "config.required"});
    }
    if (draft.note.size() > longest_note_bytes) {
        problems.push_back({"note", "customer.too_long"});
    }
    if (draft.next_at_ms && *draft.next_at_ms <= now_ms) {
        problems.push_back({"next_at_ms", "follow_up.next_is_past"});
    }
    std::ranges::sort(draft.files, {}, [](FollowUpFileId id) { return id.value; });
    const auto twice = std::ranges::unique(draft.files);
    draft.files.erase(twice.begin(), twice.end());
    if (draft.files.size() > most_files) {
        problems.push_back({"files", "follow_up.too_many_files"});
    }
    return problems;
}

}  // namespace yh::office::customers
