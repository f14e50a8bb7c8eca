#pragma once

#include <string>
#include <string_view>

#include "base/json_value.h"
#include "base/result.h"
#include "office/crm/book.h"

// A value of a company's own field: how it is kept, read from a file and shown to people (R160). Pure. Kept are: texts;
// a number; the key of a choice, of several a list in the order of the choices; a day as "2026-11-22", a time as
// "09:30"; a person as 工号.
namespace yh::office::crm {

/// The value as it is kept; null: nothing. `before`: what stood there, which may be a choice that is switched off by
/// now. Errors: customer.too_long, crm.not_a_number, crm.unknown_choice, crm.not_a_date, crm.not_a_time, crm.bad_value.
Result<JsonValue> kept_value(const Field& field, const JsonValue& value, const JsonValue* before = nullptr);

/// The same from a text that somebody wrote into a file: choices by their names, separated by commas or semicolons;
/// days also as 2026/11/2.
Result<JsonValue> value_in(const Field& field, std::string_view text);

/// As people read it: choices by the names that they have now.
std::string text_of(const Field& field, const JsonValue& value);

/// Absent, null, an empty text or an empty list.
bool is_nothing(const JsonValue* value);

/// Whether rows can be found as duplicates by this field (R161): a name, numbers, and of a company's own fields texts,
/// numbers and days. Many have the same in all others.
bool tells_apart(const Field& field);

/// Whether a list can be narrowed by such a field (R122).
bool is_closed(FieldType type);

}  // namespace yh::office::crm
