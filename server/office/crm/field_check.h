#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_value.h"
#include "http/reply.h"
#include "office/crm/book.h"
#include "office/people/identity.h"

// What may be saved of a company's own fields, and what must be (R126, R158, R159). Pure.
namespace yh::office::crm {

enum class IsNew { No, Yes };

struct CheckedFields {
    JsonValue fields{JsonValue::Object{}};  ///< all that the row shall hold
    std::vector<http::FieldProblem> problems;
    /// 工号 that are named now and were not before: whoever can must see whether there are such people.
    std::vector<std::pair<std::string, std::string>> people;  ///< path, 工号
};
/// `stored` with what is `wanted` instead: a member that is not named stays, null takes it away. What somebody may not
/// read or write stays, said where he tried (field.fixed); in a new row it gets its default. Only those who write a
/// field can be held to fill it (config.required), and only when fields are sent at all, or in a new row.
CheckedFields check_fields(const Book& book, ObjectKind object, const people::SignedIn& who, const JsonValue& stored,
                           const std::optional<JsonValue>& wanted, IsNew is_new);

/// A system field ("level", "gender", "note") that is left empty and must not be.
bool is_missing(const Book& book, ObjectKind object, std::string_view key, bool is_empty, const people::SignedIn& who);
/// Whether a row of this object needs a number; it does where the company does not say otherwise.
bool needs_number(const Book& book, ObjectKind object);

/// What lists find a row by: the values of its fields of closed kinds (choices, days, people).
struct FieldValue {
    SettingId field;
    std::string value;
};
std::vector<FieldValue> values_to_find(const Book& book, ObjectKind object, const JsonValue& fields);

}  // namespace yh::office::crm
