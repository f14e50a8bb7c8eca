#include "office/people/field_rights.h"

#include <algorithm>
#include <array>

namespace yh::office::people {

namespace {

constexpr std::array catalogue{
    FieldLine{fields::customer_name, "customer", false}, FieldLine{fields::customer_numbers, "customer", false},
    FieldLine{fields::customer_gender, "customer"},      FieldLine{fields::customer_level, "customer"},
    FieldLine{fields::customer_owner, "customer"},       FieldLine{fields::customer_note, "customer"},
    FieldLine{fields::customer_own_fields, "customer"},  FieldLine{fields::employee_mobile, "employee"},
    FieldLine{fields::employee_email, "employee"},
};
static_assert(catalogue.size() <= 32, "what is kept from somebody is one 32-bit word");

std::uint32_t bit_of(std::string_view key) {
    const auto at = std::ranges::find(catalogue, key, &FieldLine::key);
    return at == catalogue.end() ? 0 : std::uint32_t{1} << static_cast<unsigned>(at - catalogue.begin());
}

}  // namespace

std::span<const FieldLine> field_catalogue() {
    return catalogue;
}

const FieldLine* find_field(std::string_view key) {
    const auto at = std::ranges::find(catalogue, key, &FieldLine::key);
    return at == catalogue.end() ? nullptr : &*at;
}

FieldRights FieldRights::of(std::span<const std::string> hidden, std::span<const std::string> fixed) {
    FieldRights made;
    for (const auto& key : hidden) {
        const auto* line = find_field(key);
        made.hidden_ |= line != nullptr && line->hideable ? bit_of(key) : 0;
    }
    for (const auto& key : fixed) {
        made.fixed_ |= bit_of(key);
    }
    made.fixed_ |= made.hidden_;
    return made;
}

FieldRights FieldRights::and_also(FieldRights other) const {
    other.hidden_ |= hidden_;
    other.fixed_ |= fixed_;
    return other;
}

bool FieldRights::sees(std::string_view key) const {
    return (hidden_ & bit_of(key)) == 0;
}

bool FieldRights::changes(std::string_view key) const {
    return (fixed_ & bit_of(key)) == 0;
}

}  // namespace yh::office::people
