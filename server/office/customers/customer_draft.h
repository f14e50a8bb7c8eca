#pragma once

#include <vector>

#include "office/customers/customer_change_parts.h"
#include "office/customers/dedup/duplicate_store.h"

// What a draft makes of a row, new or known: shared by creating and changing. Thread: the writer's.
namespace yh::office::customers {

using Problems = std::vector<http::FieldProblem>;

NumberNeeded number_needed(const Asker& asker, crm::ObjectKind object);

/// Stage, group and tags of a draft become the row's.
void apply_settings(const crm::Book& book, const CustomerDraft& draft, CustomerRow& row, Problems& problems);

/// A contact belongs to a customer whom the asker sees (R142).
Result<void> apply_parent(db::Connection& connection, const Asker& asker, const CustomerDraft& draft, CustomerRow& row,
                          Problems& problems);

/// What its refusal says.
Saved duplicate_of(Duplicate duplicate);

}  // namespace yh::office::customers
