#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/customers/customer_store.h"
#include "office/customers/follow_ups/follow_up.h"
#include "office/lists/list_store.h"

// Follow-ups in the database. Thread: one that may block; what changes them, the writer's.
namespace yh::office::customers {

/// One's own, those of the people one leads, and those of the customers one owns (R169).
lists::Listing<FollowUpItem> follow_ups();

/// Writes one down; the customer counts as followed up from now on, and earlier dates on which they were to be asked
/// again are met. Refusals: customer.unknown, follow_up.unknown_template, attachment.unknown; problems of the fields.
Result<Saved> add_follow_up(db::Connection& connection, const Asker& asker, const crm::Book& book,
                            model::CustomerId customer, const FollowUpDraft& draft, FollowUpId id, std::int64_t now_ms);

/// One that the asker sees: in the list, or because he sees the customer.
Result<std::optional<FollowUpView>> find_follow_up(db::Connection& connection, const Asker& asker, FollowUpId id);

/// The newest of a customer, whoever wrote them; nothing when the asker does not see the customer.
Result<std::vector<FollowUpView>> last_follow_ups(db::Connection& connection, const Asker& asker,
                                                  model::CustomerId customer, std::int64_t most);

/// Takes one out of sight, and its files away: their paths below the folder of recordings. One's own, or any one sees
/// with the right `records.delete`. Refusals: follow_up.unknown, follow_up.not_yours.
struct GoneFollowUp {
    std::optional<Error> refusal;
    std::vector<std::string> files;
};
Result<GoneFollowUp> delete_follow_up(db::Connection& connection, const Asker& asker, FollowUpId id,
                                      std::int64_t now_ms);

/// Whom the asker is to ask again before then, the most urgent first, a hundred at the most (R210).
Result<std::vector<DueFollowUp>> due_follow_ups(db::Connection& connection, const Asker& asker, std::int64_t before_ms);
/// The date is met without a new follow-up. False: it is not the asker's.
Result<bool> meet_follow_up(db::Connection& connection, const Asker& asker, FollowUpId id, std::int64_t now_ms);

}  // namespace yh::office::customers
