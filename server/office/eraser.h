#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"

// How old data is deleted on purpose (R267). Each room says how its own data goes; office/deletion orders it.
namespace yh::office {

enum class DataKind {
    CallRecords,
    Recordings,
    Voicemails,
    Texts,
    Customers,
    ServiceRecords,
    WorkOrders,
    AnswerSheets,
    Tasks,
    SystemMessages,
    Logs
};
BOOST_DESCRIBE_ENUM(DataKind, CallRecords, Recordings, Voicemails, Texts, Customers, ServiceRecords, WorkOrders,
                    AnswerSheets, Tasks, SystemMessages, Logs)

/// Whose data, and how old it must be.
struct EraseSpan {
    std::int64_t tenant = 0;
    std::int64_t before_ms = 0;
    std::int64_t user = 0;  ///< who ordered it
    std::int64_t now_ms = 0;
};

/// So many of something: "recordings", 120.
struct ErasedCount {
    std::string what;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(ErasedCount, (), (what, count))

struct Erased {
    std::int64_t rows = 0;
    std::vector<std::string> files;  ///< below the folder of recordings; removed when the rows are gone
};

/// How one kind of data is counted and deleted. Its functions run on threads that may block; `erase` runs on the
/// writer's, perhaps several times, and changes nothing but rows.
struct Eraser {
    DataKind kind = DataKind::Logs;
    bool held = false;  ///< the law's days (SiteRetention::hold_days) keep it
    /// The thing itself first, then what goes with it.
    Result<std::vector<ErasedCount>> (*count)(db::Connection&, const EraseSpan&) = nullptr;
    /// The oldest, `most` at once; fewer mean that none are left.
    Result<Erased> (*erase)(db::Connection&, const EraseSpan&, std::int64_t most) = nullptr;
};

/// What Eraser::count needs: "SELECT COUNT(*) FROM {table} WHERE …" for each name, with tenant and time as its values.
struct CountOf {
    std::string_view what;
    std::string_view sql;
};
Result<std::vector<ErasedCount>> count_each(db::Connection& connection, const EraseSpan& span,
                                            std::initializer_list<CountOf> counts);
/// Runs each statement with this id as its only value.
Result<void> run_each(db::Connection& connection, std::int64_t id, std::initializer_list<std::string_view> statements);
/// Deletes the rows that `ids` (SQL with tenant, time and limit as its values) finds, by `statements` for each id.
Result<Erased> erase_each(db::Connection& connection, const EraseSpan& span, std::int64_t most, std::string_view ids,
                          std::initializer_list<std::string_view> statements);

}  // namespace yh::office
