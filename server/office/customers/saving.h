#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/router.h"
#include "office/customers/customer_store.h"
#include "office/lists/list_route.h"
#include "office/office.h"

// What routes that change customers, leads and contacts share: the write, and the answer to it. Thread: home.
namespace yh::office::customers {

/// Ids of this room, made on home. They never go to the writer unmade: its jobs may run twice.
using Ids = std::shared_ptr<IdMaker>;
NewIds make_ids(IdMaker& ids, std::int64_t now_ms);

http::Handler with_ids(Office& office, const Ids& ids,
                       void (*act)(Office&, const Ids&, const http::Request&, http::Reply));

/// Answers what is wrong; false: nothing is.
bool answer_refused(const lists::SharedReply& reply, Result<Saved>& saved);

/// The calls that are up learn of it.
void tell_calls(Office& office, model::TenantId tenant, model::CustomerId id, std::vector<std::string> numbers);

/// Runs `write` on the writer, tells the calls that are up, and answers the card as it is now.
using CustomerWrite = std::function<Result<Saved>(db::Connection&, const Asker&)>;
void save(Office& office, Asker asker, const lists::SharedReply& reply, int status, CustomerWrite write);

}  // namespace yh::office::customers
