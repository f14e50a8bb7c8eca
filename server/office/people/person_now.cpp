#include "office/people/person_now.h"

namespace yh::office::people {

std::optional<SignedIn> person_now(const Office& office, model::UserId user) {
    const auto* known = office.directory->find_user(user);
    if (known == nullptr) {
        return std::nullopt;
    }
    SignedIn who;
    who.user = known->id;
    who.tenant = known->tenant;
    who.role = known->role;
    who.number = known->number;
    who.name = known->name;
    if (office.chart) {
        office.chart->fill(who);
    }
    return who;
}

}  // namespace yh::office::people
