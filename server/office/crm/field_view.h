#pragma once

#include <string_view>

#include "base/json_value.h"
#include "office/crm/book.h"
#include "office/people/field_rights.h"
#include "office/people/identity.h"

// Who reads and who writes a field of a business object: the book's readers and writers (R158) and what a role keeps
// from its people (R255), together. Whatever leaves the server, and whatever is saved, asks here. Pure.
namespace yh::office::crm {

/// Of this object, by its key; null: there is none.
const Field* find_field(const Book& book, ObjectKind object, std::string_view key);

/// "f1", "f2" …: a key of a company's own field, whether the field is still there or not.
bool is_own_key(std::string_view key);

/// A field that is switched off is nobody's: its values stay, unseen.
bool may_read(const Field& field, const people::SignedIn& who);
bool may_write(const Field& field, const people::SignedIn& who);

/// A member of `customers.fields`: own fields by their field, one that is gone by nobody. Other members are what
/// programs keep there; the role's right over all own fields holds for them.
bool may_read_member(const Book& book, ObjectKind object, std::string_view key, const people::SignedIn& who);

/// What somebody's role and the book's system fields leave him of this object's.
people::FieldRights rights_in(const Book& book, ObjectKind object, const people::SignedIn& who);

/// The own fields that somebody reads.
JsonValue readable(const Book& book, ObjectKind object, const people::SignedIn& who, const JsonValue& fields);

}  // namespace yh::office::crm
