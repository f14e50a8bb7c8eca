#include "office/settings/people_guard.h"

#include <algorithm>

namespace yh::office::settings {

namespace {

using people::DataScope;
using people::FieldRights;
using people::Rights;

const SiteRole* role_of(const SiteTenant& tenant, const SiteUser& user) {
    const auto role = std::ranges::find(tenant.role, user.custom_role, &SiteRole::code);
    return user.custom_role.empty() || role == tenant.role.end() ? nullptr : &*role;
}

const SiteUser* find_user(const SiteTenant& tenant, const std::string& number) {
    const auto user = std::ranges::find(tenant.user, number, &SiteUser::number);
    return user == tenant.user.end() ? nullptr : &*user;
}

/// What somebody has, by his role.
struct Standing {
    Rights rights;
    DataScope data = DataScope::Own;
    FieldRights fields;

    bool operator==(const Standing&) const = default;
};

Standing standing_in(const SiteTenant& tenant, const SiteUser& user) {
    return {rights_in(tenant, user), data_in(tenant, user), fields_in(tenant, user)};
}

Standing standing_of(const SiteRole& role) {
    return {Rights::of(role.rights), role.data, FieldRights::of(role.hidden_fields, role.fixed_fields)};
}

enum class Fields { Counted, Apart };

bool within(const people::SignedIn& who, const Standing& standing, Fields fields = Fields::Counted) {
    return standing.rights.within(who.rights()) && standing.data <= who.data() &&
           (fields == Fields::Apart || standing.fields.within(who.fields));
}

/// Neither more than one has for somebody, nor anything to somebody who has more.
bool user_within(const people::SignedIn& who, const SiteTenant& before, const SiteTenant& after, const SiteUser& user) {
    const auto* old = find_user(before, user.number);
    const auto now = standing_in(after, user);
    if (old == nullptr) {
        return within(who, now);
    }
    const auto then = standing_in(before, *old);
    if (*old == user && then == now) {
        return true;
    }
    // Who is kept from a field may still look after colleagues who are not, unless they gain by it, or he could go in
    // as one of them.
    const bool same = then.fields == now.fields && (user.password.empty() || user.password == old->password);
    const auto fields = same ? Fields::Apart : Fields::Counted;
    return within(who, now, fields) && within(who, then, fields);
}

bool may_everything(const SiteTenant& tenant, const SiteUser& user) {
    return user.status == UserStatus::Active && Rights::of(model::Role::Admin).within(rights_in(tenant, user)) &&
           data_in(tenant, user) == DataScope::All && fields_in(tenant, user) == FieldRights{};
}

bool is_there(const SiteTenant& tenant, const std::string& number) {
    const auto* user = find_user(tenant, number);
    return user != nullptr && user->status == UserStatus::Active;
}

}  // namespace

Rights rights_in(const SiteTenant& tenant, const SiteUser& user) {
    const auto* role = role_of(tenant, user);
    return role == nullptr ? Rights::of(user.role) : Rights::of(role->rights);
}

DataScope data_in(const SiteTenant& tenant, const SiteUser& user) {
    const auto* role = role_of(tenant, user);
    return role == nullptr ? people::base_data(user.role) : role->data;
}

FieldRights fields_in(const SiteTenant& tenant, const SiteUser& user) {
    const auto* role = role_of(tenant, user);
    return role == nullptr ? FieldRights{} : FieldRights::of(role->hidden_fields, role->fixed_fields);
}

Result<void> check_people_change(const people::SignedIn& who, const SiteTenant& before, const SiteTenant& after) {
    const Error beyond{ErrorKind::Forbidden, "rights.beyond_yours", {}};
    for (const auto& role : after.role) {
        const bool known = std::ranges::find(before.role, role) != before.role.end();
        if (!known && !within(who, standing_of(role))) {
            return beyond;
        }
    }
    for (const auto& user : after.user) {
        if (!user_within(who, before, after, user)) {
            return beyond;
        }
    }
    for (const auto& user : before.user) {
        const bool goes = find_user(after, user.number) == nullptr;
        if (goes && !within(who, standing_in(before, user))) {
            return beyond;
        }
    }
    if (is_there(before, who.number) && !is_there(after, who.number)) {
        return conflict("people.yourself", "nobody takes himself away");
    }
    const auto has_administrator = [](const SiteTenant& tenant) {
        return std::ranges::any_of(tenant.user, [&](const SiteUser& user) { return may_everything(tenant, user); });
    };
    if (has_administrator(before) && !has_administrator(after)) {
        return conflict("people.last_admin", "an administrator must be left");
    }
    return {};
}

}  // namespace yh::office::settings
