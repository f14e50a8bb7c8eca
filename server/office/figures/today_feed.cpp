#include "office/figures/today_feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "base/log.h"
#include "office/answer.h"
#include "office/rollups/local_time.h"

namespace yh::office::figures {

namespace {

constexpr auto tick_every = std::chrono::seconds{5};
constexpr auto count_every = std::chrono::seconds{2};
constexpr std::size_t most_viewers = 500;

struct Tick {
    std::int64_t server_ms = 0;
};
BOOST_DESCRIBE_STRUCT(Tick, (), (server_ms))

}  // namespace

Day company_day(const Office& office, model::TenantId id) {
    static const model::TenantOptions usual;
    const auto* tenant = office.directory->find_tenant(id);
    const auto& options = tenant == nullptr ? usual : tenant->options;
    const auto now = to_ms(office.clock.wall());
    const auto zone = office.directory->zone_of(id);
    return {rollups::day_begins_ms(rollups::local_hour(now, *zone).day, *zone), now, options.abnormal_call_s,
            options.service_level, zone};
}

void TodayFeed::start() {
    office_.home.after(tick_every, [this] { tick(); });
}

void TodayFeed::open(const http::Socket& socket, Who who) {
    if (viewers_.size() >= most_viewers || !sockets_.add(socket, who)) {
        socket.close(1013, "too many");
        return;
    }
    viewers_.emplace(socket.id(), Viewer{socket, std::move(who)});
    count_next();
}

void TodayFeed::closed(const http::Socket& socket) {
    sockets_.remove(socket);
    viewers_.erase(socket.id());
}

void TodayFeed::records_written(model::TenantId tenant) {
    for (auto& [id, viewer] : viewers_) {
        viewer.stale = viewer.stale || viewer.who->tenant == tenant;
    }
    count_next();
}

void TodayFeed::alarms_changed(model::TenantId tenant) {
    for (auto& [id, viewer] : viewers_) {
        // Whoever has no figures yet is told with them.
        if (viewer.who->tenant == tenant && viewer.told_from_ms != 0) {
            tell_alarms(viewer);
        }
    }
}

void TodayFeed::tell_alarms(Viewer& viewer) {
    if (!alarms_for) {
        return;
    }
    if (auto now = alarms_for(*viewer.who); now != viewer.alarms) {
        viewer.alarms = std::move(now);
        send(viewer, "alarms", viewer.alarms);
    }
}

void TodayFeed::set_directory() {
    for (const auto& [id, viewer] : viewers_) {
        viewer.socket.close(1012, "the configuration changed");
    }
}

void TodayFeed::tick() {
    std::string data;
    append_json(data, Tick{to_ms(office_.clock.wall())});
    for (auto& [id, viewer] : viewers_) {
        send(viewer, "tick", data);
        viewer.stale = viewer.stale || day_of(viewer).from_ms != viewer.told_from_ms;
    }
    count_next();
    start();
}

void TodayFeed::send(Viewer& viewer, std::string_view type, const std::string& data) {
    viewer.socket.send(fmt::format(R"({{"seq":{},"type":"{}","data":{}}})", ++viewer.seq, type, data));
}

Day TodayFeed::day_of(const Viewer& viewer) const {
    return company_day(office_, viewer.who->tenant);
}

// Whoever was counted longest ago comes first, so that nobody starves behind a company that never rests.
void TodayFeed::count_next() {
    if (counting_ || waiting_) {
        return;
    }
    auto next = viewers_.end();
    for (auto at = viewers_.begin(); at != viewers_.end(); ++at) {
        if (at->second.stale && (next == viewers_.end() || at->second.counted_ms < next->second.counted_ms)) {
            next = at;
        }
    }
    if (next == viewers_.end()) {
        return;
    }
    const auto due = next->second.counted_ms + std::chrono::milliseconds{count_every}.count();
    const auto early = due - to_ms(office_.clock.wall());
    if (early > 0) {
        waiting_ = true;
        office_.home.after(std::chrono::milliseconds{early}, [this] {
            waiting_ = false;
            count_next();
        });
        return;
    }
    counting_ = true;
    next->second.stale = false;
    next->second.counted_ms = to_ms(office_.clock.wall());
    office_.readers.read(
        office_.home,
        [who = next->second.who, day = day_of(next->second)](db::Connection& connection) {
            return today_figures(connection, *who, day);
        },
        [this, id = next->first](Result<TodayFigures> counted) { told(id, std::move(counted)); });
}

void TodayFeed::told(std::uint64_t id, Result<TodayFigures> counted) {
    counting_ = false;
    const auto viewer = viewers_.find(id);
    if (viewer != viewers_.end()) {
        if (counted.ok()) {
            std::string data;
            append_json(data, *counted);
            viewer->second.told_from_ms = counted->from_ms;
            send(viewer->second, "snapshot", data);
            tell_alarms(viewer->second);
        } else {
            log().error("figures.not_counted", {{"detail", counted.error().detail}});
            viewer->second.stale = true;
        }
    }
    count_next();
}

void add_today_routes(http::Router& router, Office& office, TodayFeed& feed) {
    router.add({.pattern = "/api/v1/figures/today",
                .permission = people::rights::see_screen,
                .summary = {"The day so far, of all calls that I may see", "今日数据"},
                .response = http::schema_of<TodayFigures>(),
                .handler = on_home(office, [](Office& at, const http::Request& request, http::Reply reply) {
                    const auto who = people::asker(request);
                    at.readers.read(
                        at.home,
                        [who, day = company_day(at, who.tenant)](db::Connection& connection) {
                            return today_figures(connection, who, day);
                        },
                        [reply = std::make_shared<http::Reply>(std::move(reply))](Result<TodayFigures> counted) {
                            if (counted.ok()) {
                                answer(*reply, *counted);
                            } else {
                                reply->fail(std::move(counted).error());
                            }
                        });
                })});
    http::WebSocketOptions options;
    options.max_message_bytes = 1024;
    options.events.on_open = [&office, &feed](http::Socket socket, http::Request request) {
        auto who = std::dynamic_pointer_cast<const people::SignedIn>(request.identity);
        office.home.post([&feed, socket, who = std::move(who)] { feed.open(socket, who); });
    };
    // A page that has missed a frame asks for a snapshot: it gets one by coming again.
    options.events.on_message = [](const http::Socket& socket, const std::string&, http::FrameKind) {
        socket.close(1008, "nothing is to be said here");
    };
    options.events.on_close = [&office, &feed](http::Socket socket, const http::SocketClosed&) {
        office.home.post([&feed, socket] { feed.closed(socket); });
    };
    router.add_websocket("/ws/today", people::rights::see_screen,
                         {"The day's figures, as they change", "今日数据（实时）"}, std::move(options));
}

}  // namespace yh::office::figures
