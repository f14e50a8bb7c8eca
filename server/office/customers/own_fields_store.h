#pragma once

#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "http/reply.h"
#include "office/crm/field_check.h"
#include "office/customers/customer.h"
#include "office/customers/customer_rows.h"
#include "office/customers/customer_store.h"

// A company's own fields in the rows of customers, leads and contacts (R126, R158–R160). Thread: the writer's.
namespace yh::office::customers {

/// Puts the own fields of a draft into the row, and says what is wrong with them, and which system fields must be
/// filled and are not.
Result<void> apply_fields(db::Connection& connection, const Asker& asker, const CustomerDraft& draft, CustomerRow& row,
                          crm::IsNew is_new, std::vector<http::FieldProblem>& problems);

/// What lists find the row by. The values of fields that are switched off are kept as well: nothing is lost by it.
Result<std::vector<FieldValueRow>> field_value_rows(const crm::Book& book, const CustomerRow& row);
Result<void> write_field_values(db::Connection& connection, const crm::Book& book, const CustomerRow& row);

}  // namespace yh::office::customers
