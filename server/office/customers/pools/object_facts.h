#pragma once

#include <string>
#include <vector>

#include "office/crm/condition.h"
#include "office/customers/customer_rows.h"

// A customer or lead as conditions of rules see it (适用范围, R162). Pure.
namespace yh::office::customers {

/// `owner`: the owner's 工号.
crm::Facts facts_of(const crm::Book& book, const CustomerRow& row, const std::vector<NumberRow>& numbers,
                    const std::string& owner = {});

}  // namespace yh::office::customers
