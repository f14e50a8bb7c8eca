#pragma once

#include "base/result.h"
#include "calls/ports.h"
#include "db/connection.h"
#include "office/people/identity.h"

namespace yh::office::records {

/// The messages (留言) that this person hears by telephone: those nobody has listened to yet, the oldest first, then
/// the newest of the others. Scope is part of the SQL. Thread: one that may block.
Result<std::vector<calls::StoredMessage>> messages_to_hear(db::Connection& connection, const people::SignedIn& who);

}  // namespace yh::office::records
