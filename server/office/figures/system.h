#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "http/router.h"
#include "office/office.h"

namespace yh::office::figures {

/// A file system with a place of its own.
struct DiskView {
    std::string path;
    std::int64_t total_bytes = 0;
    std::int64_t free_bytes = 0;  ///< for us, without what is kept for root
    bool ours = false;            ///< holds the data folder
};
BOOST_DESCRIBE_STRUCT(DiskView, (), (path, total_bytes, free_bytes, ours))

/// One agent or call that was stuck, and has been healed (B24).
struct HealedView {
    std::int64_t at_ms = 0;
    model::Fault fault = model::Fault::AlarmLost;
    std::string agent;  ///< 工号; empty: no agent's
    std::string agent_name;
    std::optional<model::CallId> call;
};
BOOST_DESCRIBE_STRUCT(HealedView, (), (at_ms, fault, agent, agent_name, call))

/// The machine and this process on it (R247).
struct SystemView {
    std::string version;
    std::int64_t at_ms = 0;
    std::int64_t started_at_ms = 0;
    std::int64_t machine_up_s = 0;
    std::int64_t memory_total_bytes = 0;
    std::int64_t memory_free_bytes = 0;  ///< that programs could have
    std::int64_t process_bytes = 0;
    std::vector<DiskView> disks;            ///< ours first
    std::int64_t recorded_bytes_a_day = 0;  ///< mean of the last seven days; from it follows when the disk is full
    std::int64_t calls = 0;                 ///< going on now, in the whole server
    std::string database;                   ///< "ok", or what is wrong with writing to it
    std::int64_t healed = 0;                ///< since the start, in the whole server
    std::vector<HealedView> healed_last;    ///< of the asker's company, the newest first
};
BOOST_DESCRIBE_STRUCT(SystemView, (),
                      (version, at_ms, started_at_ms, machine_up_s, memory_total_bytes, memory_free_bytes,
                       process_bytes, disks, recorded_bytes_a_day, calls, database, healed, healed_last))

/// How many there are of what an administrator looks after (R242).
struct OverviewFigures {
    std::int64_t agents = 0;  ///< people with a telephone
    std::int64_t agents_online = 0;
    std::int64_t queues = 0;
    std::int64_t recordings = 0;
    std::int64_t recordings_today = 0;
    std::int64_t operations = 0;  ///< lines of the operation log
    std::int64_t operations_today = 0;
    std::int64_t trunks = 0;
    std::int64_t trunks_up = 0;
};
BOOST_DESCRIBE_STRUCT(OverviewFigures, (),
                      (agents, agents_online, queues, recordings, recordings_today, operations, operations_today,
                       trunks, trunks_up))

/// `GET /api/v1/system` and `GET /api/v1/figures/overview`.
void add_system_routes(http::Router& router, Office& office, std::string_view version);

}  // namespace yh::office::figures
