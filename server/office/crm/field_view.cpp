#include "office/crm/field_view.h"

#include <algorithm>
#include <string>
#include <vector>

#include "office/crm/audience.h"

namespace yh::office::crm {

namespace {

/// Its entry in the catalogue of what roles keep from people.
std::string catalogue_key(const Field& field) {
    return field.system ? "customer." + field.key : std::string{people::fields::customer_own_fields};
}

}  // namespace

const Field* find_field(const Book& book, ObjectKind object, std::string_view key) {
    const auto found = std::ranges::find_if(
        book.fields, [&](const Field& field) { return field.object == object && field.key == key; });
    return found == book.fields.end() ? nullptr : &*found;
}

bool is_own_key(std::string_view key) {
    return key.size() > 1 && key.front() == 'f' && key.substr(1).find_first_not_of("0123456789") == key.npos;
}

bool may_read(const Field& field, const people::SignedIn& who) {
    return field.enabled && is_meant(field.readers, who) && who.fields.sees(catalogue_key(field));
}

bool may_write(const Field& field, const people::SignedIn& who) {
    return may_read(field, who) && is_meant(field.writers, who) && who.fields.changes(catalogue_key(field));
}

bool may_read_member(const Book& book, ObjectKind object, std::string_view key, const people::SignedIn& who) {
    if (!is_own_key(key)) {
        return who.fields.sees(people::fields::customer_own_fields);
    }
    const auto* field = find_field(book, object, key);
    return field != nullptr && may_read(*field, who);
}

people::FieldRights rights_in(const Book& book, ObjectKind object, const people::SignedIn& who) {
    std::vector<std::string> hidden;
    std::vector<std::string> fixed;
    for (const auto& field : book.fields) {
        if (!field.system || field.object != object) {
            continue;
        }
        if (!is_meant(field.readers, who)) {
            hidden.push_back(catalogue_key(field));
        }
        if (!is_meant(field.writers, who)) {
            fixed.push_back(catalogue_key(field));
        }
    }
    return who.fields.and_also(people::FieldRights::of(hidden, fixed));
}

JsonValue readable(const Book& book, ObjectKind object, const people::SignedIn& who, const JsonValue& fields) {
    JsonValue shown{JsonValue::Object{}};
    if (const auto* members = fields.as_object()) {
        for (const auto& member : *members) {
            if (may_read_member(book, object, member.name, who)) {
                shown.set(member.name, member.value);
            }
        }
    }
    return shown;
}

}  // namespace yh::office::crm
