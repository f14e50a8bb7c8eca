#include "office/supervision/live_feed.h"

#include <utility>

#include "base/json.h"
#include "office/crm/book_keeping.h"

namespace yh::office::supervision {

namespace {

constexpr auto tick_every = std::chrono::seconds{5};
// How many snapshots are made before the web loops have taken them: a whole company that comes back at once after a
// restart must not stand in the way of what happens meanwhile.
constexpr std::size_t snapshots_at_once = 32;
// A page asks after a gap, and gaps are rare.
constexpr int most_asked_between_ticks = 20;

struct Ask {
    std::string type;
};
BOOST_DESCRIBE_STRUCT(Ask, (), (type))

void append_part(std::string& text, const http::SharedText& message, std::string_view type) {
    if (!message) {
        return;
    }
    if (text.back() != '[') {
        text += ',';
    }
    text += data_of(message, type);
}

}  // namespace

LiveFeed::LiveFeed(Office& office, LiveTap& tap, people::SessionSockets& sockets)
    : office_{office},
      tap_{tap},
      sockets_{sockets},
      mirror_{office.numbers},
      viewers_gauge_{metrics::gauge("yinghe_live_viewers", "Pages that follow what happens")},
      told_{metrics::counter("yinghe_live_messages_total", "Messages told to pages")} {}

void LiveFeed::start() {
    office_.home.after(tick_every, [this] { tick(); });
}

void LiveFeed::open(const http::Socket& socket, Who who) {
    if (!enter(socket, std::move(who))) {
        socket.close(1013, "too many");
        return;
    }
    if (viewers_.size() == 1) {
        tap_.loop().post([this] { tap_.start(); });
    }
    want_snapshot(socket.id());
}

bool LiveFeed::enter(const http::Socket& socket, Who who) {
    if (!sockets_.add(socket, who)) {
        return false;
    }
    Viewer viewer{socket, who, Scope{*who, *office_.directory}, sight(*who), 0, false, 0};
    audience_.add(socket.id(), viewer.scope);
    viewers_.emplace(socket.id(), std::move(viewer));
    auto& mine = by_user_[who->user];
    mine.push_back(socket.id());
    if (mine.size() == 1) {
        tap_.loop().post([this, user = who->user] { tap_.watch(user, true); });
    }
    viewers_gauge_.set(static_cast<double>(viewers_.size()));
    return true;
}

void LiveFeed::heard(const http::Socket& socket, std::string_view message) {
    const auto viewer = viewers_.find(socket.id());
    if (viewer == viewers_.end()) {
        return;
    }
    const auto ask = from_json<Ask>(message);
    if (!ask.ok() || ask->type != "snapshot" || ++viewer->second.asked > most_asked_between_ticks) {
        socket.close(1008, "only {\"type\":\"snapshot\"}, and not often");
        return;
    }
    want_snapshot(socket.id());
}

void LiveFeed::closed(const http::Socket& socket) {
    sockets_.remove(socket);
    if (viewers_.contains(socket.id())) {
        leave(socket.id());
    }
}

void LiveFeed::leave(ViewerId id) {
    const auto viewer = viewers_.find(id);
    const auto user = viewer->second.who->user;
    audience_.remove(id, viewer->second.scope);
    viewers_.erase(viewer);
    viewers_gauge_.set(static_cast<double>(viewers_.size()));
    auto& mine = by_user_[user];
    std::erase(mine, id);
    if (mine.empty()) {
        by_user_.erase(user);
        tap_.loop().post([this, user] { tap_.watch(user, false); });
    }
    if (viewers_.empty()) {
        tap_.loop().post([this] { tap_.stop(); });
        has_whole_ = false;
        pending_ = {};
        mirror_.clear();
    }
}

void LiveFeed::set_directory(model::DirectoryPtr directory) {
    mirror_.set_directory(directory);
    for (auto& [id, viewer] : viewers_) {
        audience_.remove(id, viewer.scope);
        const auto* user = directory->find_user(viewer.who->user);
        if (user == nullptr) {
            viewer.socket.close(4401, "no such person any more");
            viewer.scope = {};
            continue;
        }
        auto who = std::make_shared<people::SignedIn>(*viewer.who);
        who->role = user->role;
        who->name = user->name;
        if (office_.chart) {
            office_.chart->fill(*who);
        }
        viewer.who = std::move(who);
        viewer.scope = Scope{*viewer.who, *directory};
        viewer.sight = sight(*viewer.who);
        audience_.add(id, viewer.scope);
        want_snapshot(id);
    }
}

Sight LiveFeed::sight(const people::SignedIn& who) const {
    return sight_of(who, *office_.directory, crm::books_of(office_)->of(who.tenant));
}

// Each page reads the book again, when it wants to. Whose sight changes with it sees everything anew.
void LiveFeed::set_book(model::TenantId tenant) {
    const auto of_company = audience_.of(tenant);
    if (of_company.empty()) {
        return;
    }
    pending_.notes.push_back({message_tail("notice", NoticeView{"book", ""}), of_company});
    arm();
    for (const auto id : of_company) {
        auto& viewer = viewers_.at(id);
        auto next = sight(*viewer.who);
        if (next.hiding_pools != viewer.sight.hiding_pools) {
            viewer.sight = std::move(next);
            want_snapshot(id);
        }
    }
}

void LiveFeed::set_simulation(model::TenantId tenant, SimulationView simulation) {
    simulations_[tenant] = simulation;
    if (viewers_.empty()) {
        return;
    }
    pending_.notes.push_back({message_tail("simulation", simulation), audience_.of(tenant)});
    arm();
}

void LiveFeed::want_snapshot(ViewerId id) {
    snapshots_wanted_.push_back(id);
    serve_snapshots();
}

void LiveFeed::serve_snapshots() {
    if (!has_whole_ || serving_ || snapshots_wanted_.empty()) {
        return;
    }
    std::vector<http::Delivery> frames;
    while (!snapshots_wanted_.empty() && frames.size() < snapshots_at_once) {
        const auto viewer = viewers_.find(snapshots_wanted_.front());
        snapshots_wanted_.pop_front();
        if (viewer != viewers_.end()) {
            viewer->second.told = true;
            add(frames, viewer->first, snapshot_of(viewer->second));
        }
    }
    serving_ = true;
    send(std::move(frames), [this] {
        serving_ = false;
        serve_snapshots();
    });
}

http::SharedText LiveFeed::snapshot_of(const Viewer& viewer) {
    const auto now = to_ms(office_.clock.wall());
    auto text = std::make_shared<std::string>("\"type\":\"snapshot\",\"data\":{\"server_ms\":");
    append_json(*text, now);
    *text += ",\"me\":";
    append_json(*text, me_of(viewer));
    *text += ",\"calls\":[";
    for (auto& [id, entry] : mirror_.calls()) {
        if (viewer.scope.sees(entry.call)) {
            append_part(*text, mirror_.text_of(entry, viewer.sight), "call");
        }
    }
    *text += "],\"agents\":[";
    for (auto& [id, entry] : mirror_.agents()) {
        const auto* user = mirror_.directory().find_user(id);
        if (user != nullptr && viewer.scope.sees_user(*user)) {
            append_part(*text, mirror_.text_of(entry), "agent");
        }
    }
    *text += "],\"queues\":[";
    for (const auto& queue : mirror_.directory().queues) {
        auto* entry = viewer.scope.sees(queue) ? mirror_.find(queue.id) : nullptr;
        if (entry != nullptr) {
            append_part(*text, mirror_.text_of(*entry, viewer.sight, now), "queue");
        }
    }
    *text += "],\"simulation\":";
    const auto simulation = simulations_.find(viewer.who->tenant);
    append_json(*text, simulation == simulations_.end() ? SimulationView{} : simulation->second);
    *text += "}}";
    return text;
}

MeView LiveFeed::me_of(const Viewer& viewer) const {
    MeView me;
    me.number = viewer.who->number;
    me.name = viewer.who->name;
    me.role = viewer.who->role;
    if (const auto* tenant = office_.directory->find_tenant(viewer.who->tenant)) {
        me.tenant = tenant->code;
        me.tenant_name = tenant->name;
        me.supervision_keeps_mode = tenant->options.supervision_keeps_mode;
    }
    if (const auto* user = office_.directory->find_user(viewer.who->user)) {
        me.extension = user->extension;
        me.extension_type = user->extension_type;
    }
    return me;
}

void LiveFeed::tick() {
    std::vector<http::Delivery> frames;
    const auto text = message_tail("tick", TickView{to_ms(office_.clock.wall())});
    for (auto& [id, viewer] : viewers_) {
        viewer.asked = 0;
        add(frames, id, text);
    }
    send(std::move(frames), [] {});
    start();
}

void add_live_socket(http::Router& router, Office& office, LiveFeed& feed) {
    http::WebSocketOptions options;
    options.max_message_bytes = 1024;
    options.send_queue_bytes = 4 * 1024 * 1024;
    options.events.on_open = [&office, &feed](http::Socket socket, http::Request request) {
        auto who = std::dynamic_pointer_cast<const people::SignedIn>(request.identity);
        office.home.post([&feed, socket, who = std::move(who)] { feed.open(socket, who); });
    };
    options.events.on_message = [&office, &feed](http::Socket socket, std::string message, http::FrameKind kind) {
        // A binary frame is no message of ours: it is heard as nonsense.
        office.home.post([&feed, socket, text = kind == http::FrameKind::Text ? std::move(message) : std::string{}] {
            feed.heard(socket, text);
        });
    };
    options.events.on_close = [&office, &feed](http::Socket socket, const http::SocketClosed&) {
        office.home.post([&feed, socket] { feed.closed(socket); });
    };
    router.add_websocket("/ws", http::signed_in, {"What happens, as it happens", "实时事件"}, std::move(options),
                         message_schema());
}

}  // namespace yh::office::supervision
