#pragma once

#include <vector>

#include "office/customers/customer_store.h"

// The history of a customer, lead or contact as one person may read it: fields that are hidden from him are left out,
// numbers look as they look elsewhere. Pure.
namespace yh::office::customers {

/// How things stand around the object whose history it is.
struct HistoryPlace {
    crm::ObjectKind object = crm::ObjectKind::Customer;
    std::optional<std::int64_t> pool;
};

void hide_in_history(const Asker& asker, const HistoryPlace& place, std::vector<CustomerChange>& changes);

}  // namespace yh::office::customers
