#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/crm/book.h"
#include "office/customers/customer_rows.h"

// What dedup rules (去重规则, R161) compare, and what they say. Pure.
namespace yh::office::customers {

/// The values of one customer, lead or contact, as rules look at them: by the key of the field.
class Compared {
  public:
    Compared(const CustomerRow& row, const std::vector<NumberRow>& numbers);

    /// Several only of "numbers"; none: there is nothing to compare.
    std::vector<std::string> of(std::string_view key) const;
    /// Whether both have the field, and the same in it; of numbers one that is in both is enough.
    static bool is_same(const Compared& one, std::string_view key, const Compared& other, std::string_view other_key);

  private:
    const CustomerRow& row_;
    const std::vector<NumberRow>& numbers_;
    JsonValue fields_;
};

/// What is compared of a value of a company's own field: text without blanks around; empty: nothing.
std::string compared_text(const JsonValue& value);

/// The field of this key, if it is the company's own.
const crm::Field* own_field(const crm::Book& book, crm::ObjectKind object, std::string_view key);

/// Whether values of this field are kept as hashes: texts and numbers of a company's own. Days are found by the values
/// that lists filter by; other kinds hold few different values.
bool is_hashed(const crm::Field& field);

/// Whether a rule can be looked up: one of its fields tells people apart. Level and gender alone are everybody's.
bool can_be_looked_up(const crm::Book& book, const crm::DedupRule& rule);

/// What the rule tells whoever is refused (提示信息): {field}, by its key or its name, stands for the value.
std::string prompt_of(const crm::Book& book, const crm::DedupRule& rule, const Compared& refused);

/// Texts that are the same for two rows of one file when a rule would refuse the second; none: no rule that looks at
/// everybody has all its fields here.
std::vector<std::string> file_keys(const crm::Book& book, crm::ObjectKind object, const Compared& row);

}  // namespace yh::office::customers
