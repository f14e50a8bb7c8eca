#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/reply.h"
#include "office/customers/customer.h"
#include "office/people/field_rights.h"
#include "office/people/identity.h"

// What a role keeps its people from seeing or changing of a customer (字段权限, R255). Pure.
namespace yh::office::customers {

/// Empties what somebody may not see of a customer (R255), and of the company's own fields (R158).
void hide_fields(const crm::Book& book, const people::SignedIn& who, CustomerCard& card);
/// Whether a line of the history may be told: by the field that it speaks of.
bool may_read_change(const crm::Book& book, crm::ObjectKind object, const people::SignedIn& who,
                     std::string_view field);
/// The catalogue's key of a line of the history: "note", "owner", "fields.budget"; empty: none keeps it from anybody.
std::string_view field_of_change(std::string_view field);

/// What the card holds, for comparing a draft with it.
struct CardAsItIs {
    std::string name;
    Gender gender = Gender::Unknown;
    std::string level;
    std::string note;
    std::optional<std::string> owner;  ///< 工号; none: not known yet, or not compared
};
/// A field that somebody may not see comes back empty and stays as it is. One that he sees and may not change must come
/// back as it is: field.fixed. `numbers` are compared by whoever knows them, own fields by crm/field_check.
std::vector<http::FieldProblem> keep_fixed(const people::FieldRights& fields, const CardAsItIs& now,
                                           CustomerDraft& draft);

}  // namespace yh::office::customers
