#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// The field rights (字段权限, R255): one catalogue of what a role may be kept from seeing or changing. A list's column,
// a card's field and a draft's field name the entry they belong to; everything that leaves the server asks here.
namespace yh::office::people {

namespace fields {
inline constexpr std::string_view customer_name = "customer.name";
inline constexpr std::string_view customer_numbers = "customer.numbers";
inline constexpr std::string_view customer_gender = "customer.gender";
inline constexpr std::string_view customer_level = "customer.level";
inline constexpr std::string_view customer_owner = "customer.owner";
inline constexpr std::string_view customer_note = "customer.note";
inline constexpr std::string_view customer_own_fields = "customer.fields";  ///< the company's own, together
inline constexpr std::string_view employee_mobile = "employee.mobile";
inline constexpr std::string_view employee_email = "employee.email";
}  // namespace fields

/// One line of the catalogue.
struct FieldLine {
    std::string_view key;
    std::string_view group;  ///< "customer", "employee"
    /// A customer's name is what the whole product calls them by, and numbers have a right of their own
    /// (`numbers.full`): these two can be kept from being changed, not from being seen.
    bool hideable = true;
};

/// Every field, in the order in which pages show them.
std::span<const FieldLine> field_catalogue();
const FieldLine* find_field(std::string_view key);

/// What is kept from somebody. Without anything: all is seen and changed. A value; pure.
class FieldRights {
  public:
    FieldRights() = default;
    /// Keys that no catalogue knows (a newer version wrote them) are left out. What is hidden cannot be changed.
    static FieldRights of(std::span<const std::string> hidden, std::span<const std::string> fixed);

    /// An empty key is no field of the catalogue: everybody sees and changes it.
    bool sees(std::string_view key) const;
    bool changes(std::string_view key) const;
    /// Whether nothing is allowed here that is not allowed there.
    bool within(FieldRights other) const { return (other.hidden_ & ~hidden_) == 0 && (other.fixed_ & ~fixed_) == 0; }
    bool sees_all() const { return hidden_ == 0; }
    /// What both allow.
    FieldRights and_also(FieldRights other) const;

    bool operator==(const FieldRights&) const = default;

  private:
    std::uint32_t hidden_ = 0;  // by the place in the catalogue
    std::uint32_t fixed_ = 0;   // the hidden ones among them
};

}  // namespace yh::office::people
