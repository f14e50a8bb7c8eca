#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "model/ids.h"
#include "office/lists/export_log_store.h"
#include "office/lists/list_store.h"
#include "office/people/sign_in_log.h"

// The logs, declared as lists.
namespace yh::office::logs {

struct LogTag;
using LogId = Id<LogTag>;

/// Who came in, was turned away or left (R214).
struct SignInView {
    LogId id;
    std::int64_t at_ms = 0;
    std::string agent;
    std::string agent_name;
    std::string department;
    std::string address;
    people::SignInOutcome outcome = people::SignInOutcome::SignedIn;
};
BOOST_DESCRIBE_STRUCT(SignInView, (), (id, at_ms, agent, agent_name, department, address, outcome))

/// What somebody did with himself (R212).
struct OperationView {
    LogId id;
    std::int64_t at_ms = 0;
    std::string agent;
    std::string agent_name;
    std::string extension;
    std::string event;   ///< signed_in, signed_out, expired, kicked, or the state that was chosen
    std::string detail;  ///< the reason; "未知" when there is none
};
BOOST_DESCRIBE_STRUCT(OperationView, (), (id, at_ms, agent, agent_name, extension, event, detail))

/// A stretch of time in one state (R213).
struct StateView {
    LogId id;
    std::int64_t began_at_ms = 0;
    std::optional<std::int64_t> ended_at_ms;
    std::optional<std::int64_t> length_ms;  ///< none while it lasts
    std::string agent;
    std::string agent_name;
    std::string department;
    std::string state;
    std::string reason;       ///< of this state
    std::string last_reason;  ///< of the step before
};
BOOST_DESCRIBE_STRUCT(StateView, (),
                      (id, began_at_ms, ended_at_ms, length_ms, agent, agent_name, department, state, reason,
                       last_reason))

/// One entry of the configuration that changed.
struct ConfigChangeView {
    LogId id;
    std::int64_t at_ms = 0;
    std::string agent;  ///< who; empty: a site file
    std::string agent_name;
    std::string place;  ///< "queue", "user" …
    std::string name;
    std::string action;  ///< added, changed, removed
};
BOOST_DESCRIBE_STRUCT(ConfigChangeView, (), (id, at_ms, agent, agent_name, place, name, action))

/// What became of a file that left, or was to (B14).
struct ExportView {
    LogId id;
    std::int64_t at_ms = 0;
    std::string agent;
    std::string agent_name;
    std::string department;
    lists::ExportEvent event = lists::ExportEvent::Exported;
    std::string list;
    std::string file_name;
    std::string said_zh;  ///< what the list was narrowed to
    std::string said_en;
    std::int64_t row_count = 0;
    std::string reason;
    std::string address;
};
BOOST_DESCRIBE_STRUCT(ExportView, (),
                      (id, at_ms, agent, agent_name, department, event, list, file_name, said_zh, said_en, row_count,
                       reason, address))

lists::Listing<SignInView> sign_ins();
lists::Listing<OperationView> operations();
lists::Listing<StateView> agent_states();
lists::Listing<ConfigChangeView> config_changes();
lists::Listing<ExportView> exports();

}  // namespace yh::office::logs
