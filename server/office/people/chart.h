#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "model/ids.h"
#include "office/people/address_range.h"
#include "office/people/identity.h"
#include "office/people/sign_in_rules.h"

namespace yh::office::people {

/// The departments that somebody manages, their sub-departments among them, and who belongs to these (R256).
struct Managed {
    std::vector<std::int64_t> departments;
    std::unordered_set<model::UserId> people;
};

/// Who belongs where and may what, of all companies: an immutable snapshot beside the directory, replaced whole when
/// anything changes. What somebody may do therefore changes with the configuration, and not when he signs in again.
/// Thread: any.
class Chart {
  public:
    struct RoleFacts {
        Rights rights;
        DataScope data = DataScope::Own;
        std::string code;
        FieldRights fields{};
    };
    struct Person {
        std::string nickname;
        std::int64_t department = 0;
        std::int64_t role = 0;          ///< of the company's own; 0: the base role
        std::int64_t avatar_at_ms = 0;  ///< 0: no picture
    };

    /// Thread: one that may block.
    static Result<std::shared_ptr<const Chart>> load(db::Connection& connection);

    /// Puts into the identity what its person may and sees now.
    void fill(SignedIn& who) const;
    /// The rights of somebody with this base role.
    Rights rights_of(model::UserId user, model::Role base) const;
    DataScope data_of(model::UserId user, model::Role base) const;
    /// The code of a role of the company's own; empty: the base role.
    std::string role_code(model::UserId user) const;
    std::int64_t avatar_at_ms(model::UserId user) const;
    /// How people of this company may sign in; those of one that says nothing: as the defaults are.
    const SignInRules& sign_in_rules(model::TenantId tenant) const;
    bool may_come_from(model::TenantId tenant, std::string_view address) const;

  private:
    struct Department {
        std::string name;
        std::int64_t parent = 0;
    };
    struct Door {
        SignInRules rules;
        std::vector<AddressRange> allowed;
    };

    const RoleFacts* own_role(model::UserId user) const;
    std::vector<std::int64_t> department_and_above(std::int64_t department) const;
    void gather_managed(const std::unordered_map<std::int64_t, std::vector<model::UserId>>& managers);

    std::unordered_map<model::UserId, Person> people_;
    std::unordered_map<std::int64_t, RoleFacts> roles_;
    std::unordered_map<std::int64_t, Department> departments_;
    std::unordered_map<std::int64_t, Door> doors_;  // by tenant
    std::unordered_map<model::UserId, std::shared_ptr<const Managed>> managed_;
};

using ChartPtr = std::shared_ptr<const Chart>;

}  // namespace yh::office::people
