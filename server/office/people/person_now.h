#pragma once

#include <optional>

#include "office/office.h"
#include "office/people/identity.h"

namespace yh::office::people {

/// Somebody as he is now, for what is done in his name while he need not be signed in: with the rights, the data and
/// the fields of this moment. None: he has left the company. Thread: home.
std::optional<SignedIn> person_now(const Office& office, model::UserId user);

}  // namespace yh::office::people
