#include "office/customers/customer_fields.h"

namespace yh::office::customers {

void hide_fields(const people::FieldRights& fields, CustomerCard& card) {
    if (!fields.sees(people::fields::customer_gender)) {
        card.gender = Gender::Unknown;
    }
    if (!fields.sees(people::fields::customer_level)) {
        card.level.clear();
    }
    if (!fields.sees(people::fields::customer_owner)) {
        card.owner.reset();
    }
    if (!fields.sees(people::fields::customer_note)) {
        card.note.clear();
    }
    if (!fields.sees(people::fields::customer_own_fields)) {
        card.fields = JsonValue{JsonValue::Object{}};
    }
}

std::string_view field_of_change(std::string_view field) {
    if (field.starts_with("fields.")) {
        return people::fields::customer_own_fields;
    }
    for (const auto key :
         {people::fields::customer_name, people::fields::customer_numbers, people::fields::customer_gender,
          people::fields::customer_level, people::fields::customer_owner, people::fields::customer_note}) {
        if (key.substr(std::string_view{"customer."}.size()) == field) {
            return key;
        }
    }
    return {};
}

std::vector<http::FieldProblem> keep_fixed(const people::FieldRights& fields, const CardAsItIs& now,
                                           CustomerDraft& draft) {
    std::vector<http::FieldProblem> problems;
    const auto keep = [&](std::string_view key, auto& wanted, const auto& as_it_is, bool came_back_empty) {
        if (!fields.sees(key) && came_back_empty) {
            wanted = as_it_is;
        }
        if (!fields.changes(key) && wanted != as_it_is) {
            problems.push_back({std::string{key.substr(std::string_view{"customer."}.size())}, "field.fixed"});
        }
    };
    keep(people::fields::customer_name, draft.name, now.name, false);
    keep(people::fields::customer_gender, draft.gender, now.gender, draft.gender == Gender::Unknown);
    keep(people::fields::customer_level, draft.level, now.level, draft.level.empty());
    keep(people::fields::customer_note, draft.note, now.note, draft.note.empty());
    if (draft.owner && now.owner) {
        const bool empty = draft.owner->empty();
        keep(people::fields::customer_owner, draft.owner, now.owner, empty);
    }
    if (draft.fields && now.fields) {
        const bool empty = draft.fields->as_object() != nullptr && draft.fields->as_object()->empty();
        keep(people::fields::customer_own_fields, draft.fields, now.fields, empty);
    }
    return problems;
}

}  // namespace yh::office::customers
