#pragma once

// Internal to settings: how users, roles and departments of a tenant are read and written. Thread of all: one that may
// block.
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/settings/site.h"

namespace yh::office::settings {

/// Without passwords.
Result<std::vector<SiteUser>> load_users(db::Connection& connection, std::int64_t tenant);
Result<std::vector<SiteRole>> load_roles(db::Connection& connection, std::int64_t tenant);
Result<std::vector<SiteDepartment>> load_departments(db::Connection& connection, std::int64_t tenant);

/// The ids of what a tenant's people belong to, by code.
struct PeopleIds {
    std::map<std::string, std::int64_t> roles;
    std::map<std::string, std::int64_t> departments;
};

/// Writes what differs and says it in `changes`. Roles and departments come before the people who are in them; who
/// manages a department, and what stands above it, is set when all are there.
class PeopleApplier {
  public:
    PeopleApplier(db::Connection& connection, std::vector<std::string>& changes, std::function<std::int64_t()> new_id)
        : db_{connection}, changes_{changes}, new_id_{std::move(new_id)} {}

    Result<PeopleIds> before_users(std::int64_t tenant, const SiteTenant& wanted);
    Result<void> after_users(std::int64_t tenant, const SiteTenant& wanted);

  private:
    Result<void> apply_roles(std::int64_t tenant, const SiteTenant& wanted, PeopleIds& ids);
    Result<void> apply_tree(std::int64_t tenant, const SiteDepartment& department);

    db::Connection& db_;
    std::vector<std::string>& changes_;
    std::function<std::int64_t()> new_id_;
    std::vector<SiteDepartment> departments_before_;
};

/// Writes down who came into a queue or left it since the last time (R094). Somebody who left the company is in none.
Result<void> note_queue_history(db::Connection& connection, std::int64_t tenant, std::int64_t now_ms);

/// "user", "role" or "department": whether `list` is one of these; then its entry is gone. A user keeps a row: records
/// name him for ever.
Result<bool> remove_people_entry(db::Connection& connection, std::int64_t tenant, std::string_view list,
                                 std::string_view name, std::int64_t now_ms);

}  // namespace yh::office::settings
