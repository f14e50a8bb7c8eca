#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "office/crm/book.h"

namespace yh::office::crm {

/// By which field of another object a field is compared with: system fields are everywhere the same, a company's own
/// ones by the mapping of leads to customers (R163). None: the other object has nothing like it. Pure.
std::optional<std::string> counterpart(const Book& book, ObjectKind object, ObjectKind other, std::string_view key);

}  // namespace yh::office::crm
