#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "model/ending.h"
#include "office/answer.h"
#include "office/people/identity.h"
#include "office/records/call_facts.h"
#include "office/records/record_query.h"

namespace yh::office::records {

struct RecordingView {
    model::RecordingId id;
    model::CallId call;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::int64_t size_bytes = 0;
    std::string failure;  ///< empty: complete
};
BOOST_DESCRIBE_STRUCT(RecordingView, (), (id, call, started_at_ms, duration_ms, size_bytes, failure))

/// A call record as the API gives it (contract): numbers and names instead of ids, seconds for durations.
struct CallRecord {
    model::CallId id;
    model::Direction direction = model::Direction::Inbound;
    std::string customer_number;
    std::string called_number;
    std::string trunk;
    std::string queue;
    std::string queue_name;
    std::string agent;
    std::string agent_name;
    std::vector<std::string> agents;  ///< 工号 of all whose device took part in talking
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> ringing_at_ms;
    std::optional<std::int64_t> answered_at_ms;
    std::int64_t ended_at_ms = 0;
    double ring_s = 0;
    double wait_s = 0;
    double talk_s = 0;
    double hold_s = 0;
    model::CallResult result = model::CallResult::Failed;
    model::Ending ending;
    std::vector<RecordingView> recordings;
    std::optional<std::string> survey;
};
BOOST_DESCRIBE_STRUCT(CallRecord, (),
                      (id, direction, customer_number, called_number, trunk, queue, queue_name, agent, agent_name,
                       agents, created_at_ms, ringing_at_ms, answered_at_ms, ended_at_ms, ring_s, wait_s, talk_s,
                       hold_s, result, ending, recordings, survey))

/// One call with every leg and queue visit.
struct CallDetail {
    CallRecord record;
    std::vector<LegRow> legs;
    std::vector<QueueVisitRow> visits;
};
BOOST_DESCRIBE_STRUCT(CallDetail, (), (record, legs, visits))

struct CallRecordPage {
    std::vector<CallRecord> items;
    std::int64_t total = 0;
    std::int64_t page = 1;
    std::int64_t size = 10;
};
BOOST_DESCRIBE_STRUCT(CallRecordPage, (), (items, total, page, size))

/// A recording in a list, with what tells it from others.
struct RecordingItem {
    model::RecordingId id;
    model::CallId call;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::int64_t size_bytes = 0;
    std::string failure;  ///< empty: complete
    model::Direction direction = model::Direction::Inbound;
    std::string customer_number;
    std::string called_number;
    std::string queue;
    std::string queue_name;
    std::string agent;
    std::string agent_name;
    model::CallResult result = model::CallResult::Failed;
};
BOOST_DESCRIBE_STRUCT(RecordingItem, (),
                      (id, call, started_at_ms, duration_ms, size_bytes, failure, direction, customer_number,
                       called_number, queue, queue_name, agent, agent_name, result))

struct RecordingPage {
    std::vector<RecordingItem> items;
    std::int64_t total = 0;
    std::int64_t page = 1;
    std::int64_t size = 10;
};
BOOST_DESCRIBE_STRUCT(RecordingPage, (), (items, total, page, size))

/// A recording with its file's path below the recordings folder.
struct StoredRecording {
    RecordingItem item;
    std::string path;
};

/// Scope is part of the SQL: agents get their own calls, leaders those of led queues and of their members besides,
/// administrators the tenant's. Thread: one that may block.
class RecordStore {
  public:
    RecordStore(db::Connection& connection, const people::SignedIn& who) : db_{connection}, who_{who} {}

    Result<CallRecordPage> calls(const RecordFilter& filter, const PageArgs& page);
    /// Error: record.unknown, also when it is out of scope.
    Result<CallDetail> call(model::CallId id);
    Result<RecordingPage> recordings(const RecordFilter& filter, const PageArgs& page);
    /// Error: recording.unknown, also when it is out of scope.
    Result<StoredRecording> recording(model::RecordingId id);

  private:
    Result<void> attach_recordings(std::vector<CallRecord>& records);

    db::Connection& db_;
    const people::SignedIn& who_;
};

}  // namespace yh::office::records
