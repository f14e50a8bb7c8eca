#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/people/identity.h"
#include "office/reports/schedule.h"

// The table of scheduled reports. Thread: one that may block; what changes it the writer's.
namespace yh::office::reports {

/// One's own; of the whole company for administrators.
Result<std::vector<ScheduleView>> find_schedules(db::Connection& connection, const people::SignedIn& who);

/// A refusal is a value: a person's mistake is no trouble of the database.
struct ScheduleChange {
    ScheduleId id;
    std::optional<Error> refusal{};
};
/// Refusal: report_schedule.too_many.
Result<ScheduleChange> add_schedule(db::Connection& connection, const people::SignedIn& who, ScheduleId id,
                                    const ScheduleWish& wish, std::int64_t now_ms);
/// One's own; of the whole company for administrators: it stays its owner's, and sends what the owner may see.
/// Refusal: report_schedule.unknown.
Result<ScheduleChange> change_schedule(db::Connection& connection, const people::SignedIn& who, ScheduleId id,
                                       const ScheduleWish& wish, std::int64_t now_ms);
Result<ScheduleChange> remove_schedule(db::Connection& connection, const people::SignedIn& who, ScheduleId id);

/// One that has to go out, or be tried again.
struct DueReport : Timetable {
    ScheduleId id;
    model::TenantId tenant;
    model::UserId user;
    std::string company;
    std::string zone;
    std::string report;
    std::string query;
    jobs::Language language = jobs::Language::Chinese;
    std::vector<std::string> recipients;
    jobs::Format format = jobs::Format::Xlsx;
    std::int64_t due_at_ms = 0;
    std::int64_t attempts = 0;
};
BOOST_DESCRIBE_STRUCT(DueReport, (Timetable),
                      (id, tenant, user, company, zone, report, query, language, recipients, format, due_at_ms,
                       attempts))
Result<std::optional<DueReport>> next_due(db::Connection& connection, std::int64_t now_ms);

/// How it went. Problem empty: it was sent. `stop`: for good, its owner has left.
struct Sending {
    std::string problem{};
    std::string detail{};  ///< in words, for the owner
    bool again = false;    ///< may go well a little later
    bool stop = false;
    std::string file_name{};
    std::string said_zh{};
    std::string said_en{};
    std::int64_t rows = 0;
};
/// Writes it down: the next time, or the next try; a sent file stands in the log of exports (B14), of what could not be
/// sent the owner is told. True: he was.
Result<bool> note_sending(db::Connection& connection, IdMaker& ids, const DueReport& due, const Sending& sending,
                          std::int64_t now_ms);

}  // namespace yh::office::reports
