#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"
#include "model/ids.h"
#include "model/words.h"
#include "office/people/rights.h"

namespace yh::office::people {

struct Managed;

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
    std::int64_t department = 0;
    std::string department_name;
    std::string nickname;
    std::shared_ptr<const Managed> managed;  ///< the departments that this person manages; null: none

    Rights rights() const { return own_rights ? *own_rights : Rights::of(role); }
    DataScope data() const { return own_data.value_or(base_data(role)); }
};

/// Only on routes that declare a permission: the hook has put the identity there.
inline const SignedIn& asker(const http::Request& request) {
    return dynamic_cast<const SignedIn&>(*request.identity);
}

bool may(const SignedIn& who, std::string_view right);

}  // namespace yh::office::people
