#pragma once

#include <cstdint>

#include "base/result.h"
#include "db/connection.h"
#include "office/customers/pools/object_action.h"

// The table object_actions. Thread: the writer's.
namespace yh::office::customers {

Result<void> insert_action(db::Connection& connection, const ActionView& view, model::TenantId tenant,
                           model::UserId user);
/// How far it is, with how it ended if it has.
Result<void> note_action(db::Connection& connection, const ActionView& view);
/// At the start: what the process before left half done was interrupted; what ended a month ago is forgotten.
Result<void> tidy_actions(db::Connection& connection, std::int64_t now_ms);

}  // namespace yh::office::customers
