#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_value.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/people/identity.h"

// What somebody has typed and not saved yet (ui.md §5.4): kept for the person alone, so that neither a reload nor
// another browser loses it. Thread: one that may block; what changes them, the writer's.
namespace yh::office::customers {

struct FormDraft {
    std::string about;   ///< "call-17.customer", "follow-up-12"
    JsonValue document;  ///< what the page likes
    std::int64_t saved_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(FormDraft, (), (about, document, saved_at_ms))

/// Letters, digits, "-", "_" and "."; sixty at the most. Pure.
bool is_about(std::string_view about);

/// A person keeps fifty at the most, for thirty days: the oldest go.
Result<bool> keep_draft(db::Connection& connection, const people::SignedIn& who, const FormDraft& draft);
Result<bool> drop_draft(db::Connection& connection, const people::SignedIn& who, const std::string& about);
/// The newest first.
Result<std::vector<FormDraft>> drafts_of(db::Connection& connection, const people::SignedIn& who);

}  // namespace yh::office::customers
