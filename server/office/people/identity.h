#pragma once

#include <string>
#include <string_view>

#include "http/request.h"
#include "model/ids.h"
#include "model/words.h"

namespace yh::office::people {

/// Who is asking. An immutable snapshot of one session.
struct SignedIn final : http::Identity {
    model::UserId user;
    model::TenantId tenant;
    model::Role role = model::Role::Agent;
    std::string number;
    std::string name;
    std::string session_hash;
};

/// Only on routes that declare a permission: the hook has put the identity there.
inline const SignedIn& asker(const http::Request& request) {
    return dynamic_cast<const SignedIn&>(*request.identity);
}

// The function rights. A route names the one it needs; a role holds some of them.
namespace rights {
inline constexpr std::string_view use_phone = "phone.use";      ///< own state, own calls
inline constexpr std::string_view see_records = "records.see";  ///< within one's scope
inline constexpr std::string_view see_queues = "queues.see";
inline constexpr std::string_view supervise = "agents.supervise";     ///< force states, release calls
inline constexpr std::string_view delete_records = "records.delete";  ///< messages that callers left
inline constexpr std::string_view configure = "site.configure";
}  // namespace rights

bool may(model::Role role, std::string_view right);

}  // namespace yh::office::people
