#pragma once

#include "office/customers/customer.h"

// What a lead's card says, in the fields of the customer that it becomes (业务对象映射, R148, R163). Pure.
namespace yh::office::customers {

/// Fills `draft` from the lead by the company's mapping. What is not mapped and every object has (name, gender, type,
/// note) goes over as it is; own fields go over only where they are mapped. A choice goes over by its name.
void map_lead(const crm::Book& book, const CustomerCard& lead, CustomerDraft& draft);

}  // namespace yh::office::customers
