#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>

#include "base/id.h"
#include "model/ids.h"

// What the system tells people (R211), whichever room has something to tell.
namespace yh::office::messages {

using MessageId = Id<struct MessageTag>;

/// An alert is what the server noticed of itself, an export what became of a file that had to be approved or sent
/// (office/jobs, office/reports), a pool what goes back into it or soon will, a work order what became of it. The text
/// of these begins with the word of what happened, which pages say in their language.
enum class MessageKind { Reminder, Announcement, Alert, Export, Pool, WorkOrder };
BOOST_DESCRIBE_ENUM(MessageKind, Reminder, Announcement, Alert, Export, Pool, WorkOrder)

struct NewMessage {
    model::TenantId tenant;
    model::UserId user;  ///< whom it is told
    MessageKind kind = MessageKind::Reminder;
    std::string text;
    std::int64_t about = 0;  ///< id of what it is about; 0: nothing that can be opened
};

struct SystemMessage {
    MessageId id;
    MessageKind kind = MessageKind::Reminder;
    std::string text;
    Id<struct AboutTag> about;
    std::int64_t created_at_ms = 0;
    bool read = false;
};
BOOST_DESCRIBE_STRUCT(SystemMessage, (), (id, kind, text, about, created_at_ms, read))

}  // namespace yh::office::messages
