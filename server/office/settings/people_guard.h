#pragma once

#include "base/result.h"
#include "office/people/identity.h"
#include "office/settings/site.h"

// What nobody may do to people, roles and departments, whoever may manage them.
namespace yh::office::settings {

people::Rights rights_in(const SiteTenant& tenant, const SiteUser& user);
people::DataScope data_in(const SiteTenant& tenant, const SiteUser& user);
people::FieldRights fields_in(const SiteTenant& tenant, const SiteUser& user);

/// Whether `who` may make `after` of `before`. Errors: rights.beyond_yours, where somebody would be given more than
/// `who` has (rights, data, fields), or somebody who has more would be changed (a password set anew is a change);
/// people.yourself, where `who` would take himself away; people.last_admin, where nobody would be left who may
/// everything. Pure.
Result<void> check_people_change(const people::SignedIn& who, const SiteTenant& before, const SiteTenant& after);

}  // namespace yh::office::settings
