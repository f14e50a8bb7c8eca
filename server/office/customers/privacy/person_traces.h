#pragma once

#include <cstdint>

#include "office/person_data.h"

// What is left of a person beside the card: half-written forms, what an action could not do, what pools told owners.
namespace yh::office::customers {

/// Half-written forms about a card of this person, or with the number in them.
Result<std::int64_t> count_drafts(db::Connection& connection, const PersonSpan& span);
struct PersonDraft {
    std::int64_t saved_at_ms = 0;
    std::string agent;
    std::string written;
};
BOOST_DESCRIBE_STRUCT(PersonDraft, (), (saved_at_ms, agent, written))
Result<std::vector<PersonDraft>> read_drafts(db::Connection& connection, const PersonSpan& span);
Result<void> erase_drafts(db::Connection& connection, const PersonSpan& span);
/// Before the card goes: what is written about it elsewhere.
Result<void> erase_traces(db::Connection& connection, const PersonSpan& span, std::int64_t card);

}  // namespace yh::office::customers
