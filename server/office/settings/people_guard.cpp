#include "office/settings/people_guard.h"

#include <algorithm>

namespace yh::office::settings {

namespace {

using people::DataScope;
using people::Rights;

const SiteRole* role_of(const SiteTenant& tenant, const SiteUser& user) {
    const auto role = std::ranges::find(tenant.role, user.custom_role, &SiteRole::code);
    return user.custom_role.empty() || role == tenant.role.end() ? nullptr : &*role;
}

const SiteUser* find_user(const SiteTenant& tenant, const std::string& number) {
    const auto user = std::ranges::find(tenant.user, number, &SiteUser::number);
    return user == tenant.user.end() ? nullptr : &*user;
}

bool within(const people::SignedIn& who, const Rights& rights, DataScope data) {
    return rights.within(who.rights()) && data <= who.data();
}

/// Neither more than one has for somebody, nor anything to somebody who has more.
bool user_within(const people::SignedIn& who, const SiteTenant& before, const SiteTenant& after, const SiteUser& user) {
    const auto* old = find_user(before, user.number);
    if (old != nullptr && *old == user && rights_in(before, *old) == rights_in(after, user) &&
        data_in(before, *old) == data_in(after, user)) {
        return true;
    }
    return within(who, rights_in(after, user), data_in(after, user)) &&
           (old == nullptr || within(who, rights_in(before, *old), data_in(before, *old)));
}

bool may_everything(const SiteTenant& tenant, const SiteUser& user) {
    return user.status == UserStatus::Active && Rights::of(model::Role::Admin).within(rights_in(tenant, user)) &&
           data_in(tenant, user) == DataScope::All;
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

Result<void> check_people_change(const people::SignedIn& who, const SiteTenant& before, const SiteTenant& after) {
    const Error beyond{ErrorKind::Forbidden, "rights.beyond_yours", {}};
    for (const auto& role : after.role) {
        const bool known = std::ranges::find(before.role, role) != before.role.end();
        if (!known && !within(who, Rights::of(role.rights), role.data)) {
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
        if (goes && !within(who, rights_in(before, user), data_in(before, user))) {
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
