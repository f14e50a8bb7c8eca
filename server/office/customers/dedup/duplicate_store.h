#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/customers/customer_rows.h"
#include "office/customers/customer_store.h"
#include "office/customers/dedup/presence.h"

// Who is in the database already (R161). What is asked and what is written afterwards runs in one job of the writer,
// and there is one writer: of two people who save the same in one instant the second finds what the first wrote.
namespace yh::office::customers {

struct Duplicate {
    model::CustomerId other;
    bool seen = false;   ///< the asker may see whom it is a duplicate of
    std::string prompt;  ///< what the rule says; may be empty
};

/// What stood there before a change: rules none of whose fields have changed are passed over, so that whoever is a
/// duplicate already can still be edited.
struct AsBefore {
    const CustomerRow& row;
    const std::vector<NumberRow>& numbers;
};

/// The first rule, in their order, that refuses it. A rule one of whose fields is empty has nothing to compare. `lead`
/// becomes this row, and is no duplicate of it; nor is one that became a customer before. `presence` spares look-ups.
/// Thread: the writer's, where it is written next; any that may block, to look.
Result<std::optional<Duplicate>> find_duplicate(db::Connection& connection, const Asker& asker, const CustomerRow& row,
                                                const std::vector<NumberRow>& numbers, const AsBefore* before = nullptr,
                                                model::CustomerId lead = {}, const Presence& presence = {});

/// By what rules and numbers may find something the same as this row.
std::vector<Mark> marks_of(const crm::Book& book, const CustomerRow& row, const std::vector<NumberRow>& numbers);

/// Whom a person may want to put together with it: the same name, or the same in the fields of a rule, whatever the
/// rule says of scopes. The oldest first, `most` at the most. Thread: one that may block.
Result<std::vector<model::CustomerId>> find_alike(db::Connection& connection, const Asker& asker,
                                                  const CustomerRow& row, const std::vector<NumberRow>& numbers,
                                                  std::size_t most);

/// What it can be found by, and writing that down. Thread: the writer's.
Result<std::vector<KeyRow>> key_rows(const crm::Book& book, const CustomerRow& row);
Result<void> keep_keys(db::Connection& connection, const crm::Book& book, const CustomerRow& row);

}  // namespace yh::office::customers
