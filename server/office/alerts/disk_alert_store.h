#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/alerts/mail.h"
#include "office/lists/list_store.h"

// When the disk became too full for a company, and who was told (R266). Thread of all: one that may block.
namespace yh::office::alerts {

/// The disk with the recordings.
struct DiskRoom {
    std::int64_t free_bytes = 0;  ///< for us, without what is kept for root
    std::int64_t total_bytes = 0;
};

enum class AlertState { Waiting, Sent, Failed };
BOOST_DESCRIBE_ENUM(AlertState, Waiting, Sent, Failed)

struct AlertTag;
using AlertId = Id<AlertTag>;

/// One crossing, as pages show it.
struct DiskAlertView {
    AlertId id;
    std::int64_t at_ms = 0;
    std::int64_t free_bytes = 0;
    std::int64_t total_bytes = 0;
    std::int64_t below_percent = 0;
    AlertState state = AlertState::Waiting;
    std::string problem;  ///< a code: mail.unreachable …
    std::int64_t attempts = 0;
    std::optional<std::int64_t> sent_at_ms;
    std::optional<std::int64_t> over_at_ms;  ///< there was room again
};
BOOST_DESCRIBE_STRUCT(DiskAlertView, (),
                      (id, at_ms, free_bytes, total_bytes, below_percent, state, problem, attempts, sent_at_ms,
                       over_at_ms))

/// One message that is due.
struct DueAlert {
    std::int64_t id = 0;
    std::int64_t attempts = 0;
    MailToSend mail;
};

/// Which companies' limits the disk has crossed, in either direction, since it was written down last.
struct Crossing {
    std::int64_t tenant_id = 0;
    std::int64_t below_percent = 0;
    bool over = false;  ///< there is room again, or nobody wants to know any more
};
Result<std::vector<Crossing>> find_crossings(db::Connection& connection, const DiskRoom& room);
/// Writes them down: each opens or closes one alert.
Result<void> note_crossings(db::Connection& connection, const std::vector<Crossing>& crossings, const DiskRoom& room,
                            IdMaker& ids, std::int64_t now_ms);

/// Alerts that have not been told and whose time it is. One whose company has no mail server fails at once.
Result<std::vector<DueAlert>> due_alerts(db::Connection& connection, std::int64_t now_ms);
/// It was sent; else it is tried again, later each time, and given up after a day.
Result<void> note_delivery(db::Connection& connection, const DueAlert& alert, const MailDelivery& delivery,
                           std::int64_t now_ms);

lists::Listing<DiskAlertView> disk_alerts();

}  // namespace yh::office::alerts
