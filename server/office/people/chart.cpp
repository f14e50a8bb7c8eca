#include "office/people/chart.h"

#include <utility>

namespace yh::office::people {

namespace {

template <class Map, class Key>
const auto* found_in(const Map& map, const Key& key) {
    const auto at = map.find(key);
    return at == map.end() ? nullptr : &at->second;
}

}  // namespace

const Chart::RoleFacts* Chart::own_role(model::UserId user) const {
    const auto* person = found_in(people_, user);
    return person == nullptr ? nullptr : found_in(roles_, person->role);
}

Rights Chart::rights_of(model::UserId user, model::Role base) const {
    const auto* own = own_role(user);
    return own == nullptr ? Rights::of(base) : own->rights;
}

DataScope Chart::data_of(model::UserId user, model::Role base) const {
    const auto* own = own_role(user);
    return own == nullptr ? base_data(base) : own->data;
}

std::string Chart::role_code(model::UserId user) const {
    const auto* own = own_role(user);
    return own == nullptr ? std::string{} : own->code;
}

std::int64_t Chart::avatar_at_ms(model::UserId user) const {
    const auto* person = found_in(people_, user);
    return person == nullptr ? 0 : person->avatar_at_ms;
}

const SignInRules& Chart::sign_in_rules(model::TenantId tenant) const {
    static const SignInRules defaults;
    const auto* door = found_in(doors_, tenant.value);
    return door == nullptr ? defaults : door->rules;
}

bool Chart::may_come_from(model::TenantId tenant, std::string_view address) const {
    const auto* door = found_in(doors_, tenant.value);
    return door == nullptr || is_allowed_from(door->allowed, address);
}

void Chart::fill(SignedIn& who) const {
    who.own_rights.reset();
    who.own_data.reset();
    who.fields = {};
    if (const auto* own = own_role(who.user)) {
        who.fields = own->fields;
        who.own_rights = own->rights;
        who.own_data = own->data;
    }
    const auto* person = found_in(people_, who.user);
    who.nickname = person == nullptr ? std::string{} : person->nickname;
    who.department = person == nullptr ? 0 : person->department;
    const auto* department = found_in(departments_, who.department);
    who.department_name = department == nullptr ? std::string{} : department->name;
    who.departments = department_and_above(who.department);
    who.role_code = role_code(who.user);
    const auto* managed = found_in(managed_, who.user);
    who.managed = managed == nullptr ? nullptr : *managed;
}

// The bound keeps a circle that slipped in from holding the server.
std::vector<std::int64_t> Chart::department_and_above(std::int64_t department) const {
    std::vector<std::int64_t> all;
    while (department != 0 && all.size() <= departments_.size()) {
        all.push_back(department);
        const auto* known = found_in(departments_, department);
        department = known == nullptr ? 0 : known->parent;
    }
    return all;
}

// Each department is walked up to the top: whoever manages one above it manages it, too. The tree was checked for
// circles when it was stored; the bound keeps one that slipped in from holding the server.
void Chart::gather_managed(const std::unordered_map<std::int64_t, std::vector<model::UserId>>& managers) {
    std::unordered_map<std::int64_t, std::vector<model::UserId>> people_in;
    for (const auto& [user, person] : people_) {
        people_in[person.department].push_back(user);
    }
    std::unordered_map<model::UserId, std::shared_ptr<Managed>> gathered;
    for (const auto& [id, department] : departments_) {
        std::unordered_set<model::UserId> above;
        auto at = id;
        for (std::size_t steps = 0; at != 0 && steps <= departments_.size(); ++steps) {
            if (const auto* here = found_in(managers, at)) {
                above.insert(here->begin(), here->end());
            }
            const auto* known = found_in(departments_, at);
            at = known == nullptr ? 0 : known->parent;
        }
        const auto* people = found_in(people_in, id);
        for (const auto manager : above) {
            auto& managed = gathered[manager];
            if (!managed) {
                managed = std::make_shared<Managed>();
            }
            managed->departments.push_back(id);
            if (people != nullptr) {
                managed->people.insert(people->begin(), people->end());
            }
        }
    }
    for (auto& [manager, managed] : gathered) {
        managed_.emplace(manager, std::move(managed));
    }
}

}  // namespace yh::office::people
