#pragma once

#include <functional>
#include <optional>
#include <string>

#include "office/office.h"
#include "office/people/identity.h"

namespace yh::office::people {

/// Who asks, the password he typed, and the answer he waits for.
struct PasswordQuestion {
    SignedIn who;
    std::string typed;
    http::Reply reply;
    std::string field = "password";  ///< where a wrong one is shown
};

/// Does what needs one's own password once more: `then` runs on home with its hash when it fits. A wrong one counts
/// like a failed sign-in and is answered when it is counted, so that an open page is no way to try passwords out.
/// Errors: password.wrong, account.locked, session.too_often, user.gone. Thread: home.
void ask_password(Office& office, PasswordQuestion question,
                  std::function<void(http::Reply reply, const std::string& hash)> then);

}  // namespace yh::office::people
