#pragma once

#include <cstdint>
#include <optional>

#include "office/customers/customer_rows.h"
#include "office/customers/customer_store.h"

// A lead becomes a customer (转客户, R147, R148): it stays, and names whom it became. Thread: the writer's; what only
// reads, one that may block.
namespace yh::office::customers {

/// What the page of a new customer begins with.
struct Conversion {
    CustomerDraft draft;
    std::optional<CustomerCard> customer;  ///< somebody who has one of the lead's numbers already
};
BOOST_DESCRIBE_STRUCT(Conversion, (), (draft, customer))

struct LeadToConvert {
    std::optional<CustomerRow> row;
    std::optional<Error> refusal;  ///< lead.unknown, lead.converted
};
Result<LeadToConvert> lead_to_convert(db::Connection& connection, const Asker& asker, model::CustomerId id);

/// What the mapping gives the customer in fields that the asker may not write goes over all the same: nothing of a lead
/// is lost because of who converts it.
Result<void> carry_unseen(const Asker& asker, const CustomerRow& lead, CustomerRow& customer);

/// Within the transaction that makes or finds the customer.
Result<void> mark_converted(db::Connection& connection, const Asker& asker, const CustomerRow& lead,
                            const CustomerRow& customer, std::int64_t history_id, std::int64_t now_ms);

/// None: there is no such lead for the asker. Error: lead.converted.
Result<std::optional<Conversion>> find_conversion(db::Connection& connection, const Asker& asker, model::CustomerId id);

/// The lead becomes a customer that there is already: tags are added, nothing of the customer is overwritten.
Result<Saved> convert_into(db::Connection& connection, const Asker& asker, model::CustomerId lead,
                           model::CustomerId customer, NewIds ids, std::int64_t now_ms);

}  // namespace yh::office::customers
