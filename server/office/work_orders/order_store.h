#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "http/reply.h"
#include "office/lists/list_store.h"
#include "office/people/identity.h"
#include "office/work_orders/order.h"

// Work orders in the database. Thread: one that may block; what changes them, the writer's.
namespace yh::office::work_orders {

/// Whom the open pages of are to be told that an order of theirs is not as it was.
using Told = std::vector<model::UserId>;

/// A refusal is a value: a person's mistake is no trouble of the database.
struct Kept {
    OrderId id;
    std::optional<Error> refusal;
    std::vector<http::FieldProblem> problems;
    Told told;
};

/// A draft with the next number of its month. The same token, or the same service record, leads to the order that is
/// there. Refusals: service.unknown, customer.unknown, work_order.token; work_order.of_others (somebody else has made
/// one of that service record; its number stands in the problems).
Result<Kept> create_order(db::Connection& connection, const people::SignedIn& who, const NewOrder& wish, IdMaker& ids,
                          std::int64_t now_ms);
/// Refusals: work_order.unknown, work_order.not_draft.
Result<Kept> save_draft(db::Connection& connection, const people::SignedIn& who, OrderId id,
                        const OrderContent& content, std::int64_t now_ms);
Result<Kept> delete_draft(db::Connection& connection, const people::SignedIn& who, OrderId id);

/// Does it, writes the line of its history and a system message for everybody concerned. The act that this person did
/// to this version before is answered as done. Refusals: work_order.unknown, .not_allowed, .no_handlers,
/// .handler_gone, .remark_needed, .urged_lately; .changed: somebody else was first, and the problems say who
/// (`message`) did what (`field`).
Result<Kept> act_on(db::Connection& connection, const people::SignedIn& who, OrderId id, const ActWish& wish,
                    IdMaker& ids, std::int64_t now_ms);

/// One as this person sees it, with its history.
Result<std::optional<OrderDetail>> find_order(db::Connection& connection, const lists::Reader& reader, OrderId id,
                                              std::int64_t now_ms);
Result<OrderCounts> count_mine(db::Connection& connection, const people::SignedIn& who);

/// What is wrong with what somebody wrote; blanks around it are taken away. Pure.
std::vector<http::FieldProblem> check_content(OrderContent& content);

}  // namespace yh::office::work_orders
