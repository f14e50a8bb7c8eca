#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "http/router.h"
#include "office/figures/today.h"
#include "office/office.h"
#include "office/people/session_sockets.h"

namespace yh::office::figures {

/// Who looks at the day's figures (/ws/today): each is told them whole when they come and whenever they changed,
/// at most every two seconds. However many look, one count runs at a time, so that big screens never take the readers
/// from those who work. Frames are {"seq":n,"type":"snapshot","data":TodayFigures}, and a tick every five seconds.
/// Owned by main; dies after the web server. Thread: home.
class TodayFeed {
  public:
    using Who = std::shared_ptr<const people::SignedIn>;

    TodayFeed(Office& office, people::SessionSockets& sockets) : office_{office}, sockets_{sockets} {}

    void start();
    void open(const http::Socket& socket, Who who);
    void closed(const http::Socket& socket);
    /// Calls of this company were written.
    void records_written(model::TenantId tenant);
    /// What is raised in a company is no longer the same (alarms_for).
    void alarms_changed(model::TenantId tenant);
    /// Which alarms are raised, as this person may know it: a list in JSON. Told after the figures, in frames of type
    /// "alarms", once there are some. Set by main; may be absent.
    std::function<std::string(const people::SignedIn&)> alarms_for{};
    /// Who may see what may have changed: they come back with the rights they have now.
    void set_directory();

  private:
    struct Viewer {
        http::Socket socket;
        Who who;
        std::uint64_t seq = 0;
        std::int64_t told_from_ms = 0;
        std::int64_t counted_ms = 0;
        bool stale = true;
        std::string alarms = "[]";  ///< as told last
    };
    using Viewers = std::unordered_map<std::uint64_t, Viewer>;

    void tick();
    void tell_alarms(Viewer& viewer);
    void send(Viewer& viewer, std::string_view type, const std::string& data);
    void count_next();
    void told(std::uint64_t id, Result<TodayFigures> counted);
    Day day_of(const Viewer& viewer) const;

    Office& office_;
    people::SessionSockets& sockets_;
    Viewers viewers_;
    bool counting_ = false;
    bool waiting_ = false;
};

/// The company's day so far, in its own zone, by its own formulas.
Day company_day(const Office& office, model::TenantId tenant);

/// `GET /api/v1/figures/today` and /ws/today.
void add_today_routes(http::Router& router, Office& office, TodayFeed& feed);

}  // namespace yh::office::figures
