#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/eraser.h"
#include "office/lists/list_store.h"

// The table of deletions: each is an order first, then work in progress, at last a line in a log (R267).
namespace yh::office::deletion {

enum class DeletionState { Running, Done, Cancelled, Failed };
BOOST_DESCRIBE_ENUM(DeletionState, Running, Done, Cancelled, Failed)

struct DeletionTag;
using DeletionId = Id<DeletionTag>;

struct DeletionView {
    DeletionId id;
    DataKind kind = DataKind::Logs;
    std::int64_t before_ms = 0;
    DeletionState state = DeletionState::Running;
    std::string problem;       ///< a code
    std::int64_t counted = 0;  ///< how many there were when it was ordered
    std::int64_t deleted = 0;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> ended_at_ms;
    std::string agent;  ///< who ordered it
    std::string agent_name;
    std::string address;
};
BOOST_DESCRIBE_STRUCT(DeletionView, (),
                      (id, kind, before_ms, state, problem, counted, deleted, created_at_ms, ended_at_ms, agent,
                       agent_name, address))

lists::Listing<DeletionView> data_deletions();

struct Order {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t user_id = 0;
    DataKind kind = DataKind::Logs;
    std::int64_t before_ms = 0;
    std::string address;
    std::int64_t counted = 0;
    std::int64_t created_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(Order, (), (id, tenant_id, user_id, kind, before_ms, address, counted, created_at_ms))

/// False: the company deletes data of this kind already. Thread: the writer's.
Result<bool> insert_order(db::Connection& connection, const Order& order);
/// The oldest that is not at its end. Thread: one that may block.
Result<std::optional<Order>> next_order(db::Connection& connection);
/// Deletes a portion, and says in the same transaction how far it is. True: there is more. Thread: the writer's.
Result<bool> take_step(db::Connection& connection, const Order& order, const Eraser& eraser, std::int64_t most,
                       std::int64_t now_ms);
/// Gives up what still runs; what is deleted stays deleted. False: it does not run. Thread: the writer's.
Result<bool> end_order(db::Connection& connection, std::int64_t tenant, std::int64_t id, DeletionState state,
                       std::string_view problem, std::int64_t now_ms);

/// Files whose rows are gone. Thread: one that may block.
Result<std::vector<std::string>> doomed_files(db::Connection& connection, std::int64_t most);
/// They are removed. Thread: the writer's.
Result<void> forget_files(db::Connection& connection, const std::vector<std::string>& paths);

/// Until when data of this kind may be deleted: neither of today (as the asker's clock has it) nor what the law's days
/// keep. Thread: one that may block.
Result<std::int64_t> latest_ms(db::Connection& connection, std::int64_t tenant, bool held, std::int64_t now_ms,
                               std::int64_t utc_offset_min);

}  // namespace yh::office::deletion
