#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "office/customers/customer.h"
#include "office/customers/customer_store.h"

// Service records (服务过程, R165): what agents write down about their calls with a customer. Thread: one that may
// block; what changes them, the writer's.
namespace yh::office::customers {

/// The newest first, five of them (R072).
Result<std::vector<ServiceRecord>> last_services(db::Connection& connection, const Asker& asker,
                                                 model::CustomerId customer);

/// Refused with customer.unknown: a customer must have been saved before anything is written down about them (R073).
Result<Saved> add_service(db::Connection& connection, const Asker& asker, model::CustomerId customer,
                          const ServiceDraft& draft, std::int64_t id, std::int64_t now_ms);

/// One's own may be changed and deleted, and with the right `records.delete` whatever one sees (R165, R168). Refused
/// with service.unknown, service.not_yours.
Result<Saved> change_service(db::Connection& connection, const Asker& asker, std::int64_t id, const ServiceDraft& draft,
                             std::int64_t now_ms);
Result<Saved> delete_service(db::Connection& connection, const Asker& asker, std::int64_t id, std::int64_t now_ms);

}  // namespace yh::office::customers
