#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"
#include "model/ids.h"
#include "model/words.h"
#include "office/people/field_rights.h"
#include "office/people/rights.h"

namespace yh::office::people {

struct Managed;

/// What must be done before anything else is allowed: a session with a duty reaches little more than what fulfils it.
enum class Duty { None, NewPassword, TwoFactor };

/// Who is asking. An immutable snapshot of one session.
struct SignedIn final : http::Identity {
    model::UserId user;
    model::TenantId tenant;
    model::Role role = model::Role::Agent;  ///< the base role
    std::string number;
    std::string name;
    std::string session_hash;
    /// What a role of the company's own says; none: the base role's.
    std::optional<Rights> own_rights;
    std::optional<DataScope> own_data;
    FieldRights fields;  ///< what its role keeps from this person; base roles keep nothing
    std::int64_t department = 0;
    std::string department_name;
    std::vector<std::int64_t> departments;  ///< that one and those above it
    std::string role_code;                  ///< of a role of the company's own; empty: the base role is all
    std::string nickname;
    std::shared_ptr<const Managed> managed;  ///< the departments that this person manages; null: none
    Duty duty = Duty::None;
    bool by_sms = false;  ///< signed in with a code instead of the password

    Rights rights() const { return own_rights ? *own_rights : Rights::of(role); }
    DataScope data() const { return own_data.value_or(base_data(role)); }
};

/// Only on routes that declare a permission: the hook has put the identity there.
inline const SignedIn& asker(const http::Request& request) {
    return dynamic_cast<const SignedIn&>(*request.identity);
}

bool may(const SignedIn& who, std::string_view right);

}  // namespace yh::office::people
