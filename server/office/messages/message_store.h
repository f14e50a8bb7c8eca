#pragma once

#include <vector>

#include "db/connection.h"
#include "office/messages/message.h"
#include "office/people/identity.h"

// The table of system messages. Thread of all: one that may block.
namespace yh::office::messages {

Result<void> save_message(db::Connection& connection, IdMaker& ids, const NewMessage& message, std::int64_t now_ms);

/// One to each of these people, who may be of several companies: `text` is the word of what the server noticed, and
/// whom it is about.
Result<void> save_alert(db::Connection& connection, IdMaker& ids, const std::vector<model::UserId>& people,
                        const std::string& text, std::int64_t now_ms);

/// The last two hundred, the newest first.
Result<std::vector<SystemMessage>> list_messages(db::Connection& connection, const people::SignedIn& who);
Result<void> mark_read(db::Connection& connection, const people::SignedIn& who, std::int64_t now_ms);

}  // namespace yh::office::messages
