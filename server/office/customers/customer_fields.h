#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/reply.h"
#include "office/customers/customer.h"
#include "office/people/field_rights.h"

// What a role keeps its people from seeing or changing of a customer (字段权限, R255). Pure.
namespace yh::office::customers {

/// Empties what somebody may not see of a customer (R255).
void hide_fields(const people::FieldRights& fields, CustomerCard& card);
/// The catalogue's key of a line of the history: "note", "owner", "fields.budget"; empty: none keeps it from anybody.
std::string_view field_of_change(std::string_view field);

/// What the card holds, for comparing a draft with it.
struct CardAsItIs {
    std::string name;
    Gender gender = Gender::Unknown;
    std::string level;
    std::string note;
    std::optional<std::string> owner;  ///< 工号; none: not known yet, or not compared
    std::optional<JsonValue> fields;
};
/// A field that somebody may not see comes back empty and stays as it is. One that he sees and may not change must come
/// back as it is: field.fixed. `numbers` are compared by whoever knows them.
std::vector<http::FieldProblem> keep_fixed(const people::FieldRights& fields, const CardAsItIs& now,
                                           CustomerDraft& draft);

}  // namespace yh::office::customers
