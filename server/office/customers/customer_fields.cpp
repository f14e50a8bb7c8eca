#include "office/customers/customer_fields.h"

#include "office/crm/field_view.h"

namespace yh::office::customers {

void hide_fields(const crm::Book& book, const people::SignedIn& who, CustomerCard& card) {
    const auto fields = crm::rights_in(book, card.object, who);
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
    card.fields = crm::readable(book, card.object, who, card.fields);
}

bool may_read_change(const crm::Book& book, crm::ObjectKind object, const people::SignedIn& who,
                     std::string_view field) {
    constexpr std::string_view own = "fields.";
    return field.starts_with(own) ? crm::may_read_member(book, object, field.substr(own.size()), who)
                                  : crm::rights_in(book, object, who).sees(field_of_change(field));
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
    return problems;
}

}  // namespace yh::office::customers
