#include "office/crm/audience.h"

#include <algorithm>

#include "base/describe.h"

namespace yh::office::crm {

bool is_meant(const Audience& audience, const people::SignedIn& who) {
    if (audience.everybody) {
        return true;
    }
    const auto names = [](const std::vector<std::string>& list, std::string_view one) {
        return std::ranges::find(list, one) != list.end();
    };
    const auto role = who.role_code.empty() ? enum_text(who.role) : std::string_view{who.role_code};
    return names(audience.roles, role) || names(audience.people, who.number) ||
           std::ranges::any_of(who.departments, [&](std::int64_t department) {
               return names(audience.departments, std::to_string(department));
           });
}

}  // namespace yh::office::crm
