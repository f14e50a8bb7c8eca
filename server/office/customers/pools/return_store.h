#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/crm/returning.h"
#include "office/customers/customer_store.h"
#include "office/people/chart.h"

// Automatic return into pools (自动回收, B11) in the database.
namespace yh::office::customers {

/// By what rules things go back, and who belongs where. A value; jobs take it along.
struct ReturnRules {
    crm::BooksPtr books;
    people::ChartPtr chart;
};

/// The people of a company, as pools name them.
using Owners = std::map<std::int64_t, people::SignedIn>;
Result<Owners> owners_of(db::Connection& connection, const ReturnRules& rules, model::TenantId tenant);

/// Whether anything of this company can go back by itself at all.
bool returns_anything(const crm::Book& book);

/// What is due among the next rows behind `after`, and where to go on; 0: that was the last. Thread: one that may
/// block.
struct DuePage {
    std::vector<model::CustomerId> due;
    std::int64_t next = 0;
};
Result<DuePage> find_due(db::Connection& connection, const crm::Book& book, model::TenantId tenant,
                         const Owners& owners, std::int64_t after, std::int64_t now_ms);

/// What was done with one of them; nothing, if somebody was faster.
struct ReturnDone {
    crm::ReturnStep step = crm::ReturnStep::Nothing;
    model::CustomerId id;
    model::UserId owner;               ///< who was told
    std::vector<std::string> numbers;  ///< whose calls must learn of it
};
/// Warns or returns, and writes the owner a system message. Thread: the writer's.
Result<ReturnDone> take_back(db::Connection& connection, const ReturnRules& rules, model::TenantId tenant,
                             const Owners& owners, model::CustomerId id, IdMaker& ids, std::int64_t now_ms);

}  // namespace yh::office::customers
