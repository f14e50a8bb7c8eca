#include "main/server.h"

#include <fmt/format.h>

#include <future>
#include <thread>
#include <utility>

#include "base/log.h"
#include "main/messages.h"
#include "main/server_graph.h"

namespace yh::app {

using std::chrono::seconds;

Server::Server(std::unique_ptr<Graph> graph) : graph_{std::move(graph)} {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::create(const ServeOptions& options) {
    YH_TRY(auto folder, DataFolder::open(options.data));
    YH_TRY(auto database, db::Database::open(database_url(options.db, options.data)));
    auto graph = std::make_unique<Graph>(std::move(folder), std::move(database), options);
    YH_CHECK(graph->prepare_database());
    YH_CHECK(graph->choose_certificate());
    YH_CHECK(graph->open_media());
    YH_CHECK(graph->open_sip());
    graph->office.on_site_changed = [g = graph.get()](std::function<void()> done) { g->reload_site(std::move(done)); };
    graph->office.exports_root = graph->folder.path() + "/exports";
    graph->office.imports_root = graph->folder.path() + "/imports";
    graph->office.tell_person = [g = graph.get()](model::UserId user, std::string_view about, std::int64_t id) {
        g->live_feed.tell_person(user, {std::string{about}, std::to_string(id)});
    };
    graph->today_feed.alarms_for = [g = graph.get()](const office::people::SignedIn& who) {
        return alarms_seen_by(who, g->office, g->alarms);
    };
    graph->office.book_changed = [g = graph.get()](model::TenantId tenant) {
        g->live_feed.set_book(tenant);
        g->use_hiding_pools();
    };
    graph->office.sentence_of = [all = all_messages()](const Error& error, http::Language language) {
        return std::string{all.find(error.code, error.kind, language)};
    };
    graph->office.voices = graph->voice_tools();
    graph->office.avatars_root = graph->folder.path() + "/avatars";
    graph->office.look_at_trunks = [g = graph.get()](auto done) { g->look_at_trunks(std::move(done)); };
    graph->office.when_recorded = [g = graph.get()](auto done) { g->when_recorded(std::move(done)); };
    graph->office.on_session_ended = [g = graph.get()](std::string_view session) { g->session_sockets.end(session); };
    YH_CHECK(graph->open_web());
    return std::make_unique<Server>(std::move(graph));
}

void Server::start() {
    auto& g = *graph_;
    g.use_hiding_pools();
    g.call_loop.post([&g] {
        g.endpoint->set_directory(g.office.directory);
        g.conductor.set_directory(g.office.directory);
        for (auto& place : std::exchange(g.callbacks, {})) {
            g.conductor.restore_callback(std::move(place));
        }
        for (const auto& [user, state] : g.mobiles) {
            g.conductor.restore_mobile(user, state);
        }
        g.journal.start_heartbeat();
        // What looks wrong twice is healed: within twenty seconds.
        g.conductor.begin_watch(seconds{10}, &g.watch_reports);
    });
    g.home_loop.post([&g] {
        g.watch_site();
        g.session_sockets.start();
        g.live_feed.set_directory(g.office.directory);
        g.simulation.set_directory(*g.office.directory);
        g.live_feed.start();
        g.today_feed.start();
        g.recording_care.start();
        g.build_care.start();
        g.return_care.start();
        g.outbox.start();
        g.disk_watch.start();
        g.report_mailer.start();
        g.alarms.start();
        g.deletions.start();
        g.reminders.start();
    });
    g.speak_welcome();
    g.threads.push_back(std::make_unique<LoopThread>(g.call_loop));
    g.threads.push_back(std::make_unique<LoopThread>(g.home_loop, 5));
    for (auto& loop : g.web_loops) {
        g.threads.push_back(std::make_unique<LoopThread>(loop, 5));
    }
    g.web->start();
}

std::string Server::ready_line() const {
    auto http = *http::Endpoint::parse(graph_->options.http);
    const auto https = graph_->options.https.empty()
                           ? std::string{}
                           : fmt::format(" https={}:{}", http::Endpoint::parse(graph_->options.https)->address,
                                         graph_->web->https_port());
    return fmt::format("ready http={}:{} sip={}{}", http.address, graph_->web->http_port(),
                       graph_->endpoint->listening(), https);
}

void Server::drain() {
    auto& g = *graph_;
    g.home_loop.post([&g] { g.simulation.stop(); });
    g.call_loop.post([&g] {
        g.conductor.drain();
        g.endpoint->drain();
    });
}

bool Server::idle() const {
    auto& g = *graph_;
    return g.ask_calls([&g] { return g.conductor.calls_up() == 0; });
}

void Server::close() {
    auto& g = *graph_;
    g.simulation.close();
    g.call_loop.post([&g] { g.conductor.end_all({model::EndingSide::Us, "shutdown"}); });
    const auto patience = g.clock.now() + seconds{5};
    // Measurements and recordings come back within a moment; a call that waits for them longer is written without.
    while (!idle() && g.clock.now() < patience) {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    g.ask_calls([&g] {
        g.journal.flush();
        return true;
    });
    if (!g.writer.flush(g.clock.now() + seconds{10})) {
        log().error("shutdown.unwritten", {{"backlog", g.writer.state().backlog}});
    }
    std::promise<void> web_closed;
    g.web->drain(seconds{2}, [&] { web_closed.set_value(); });
    web_closed.get_future().wait();
    for (auto& thread : g.threads) {
        thread->join();
    }
    g.certificates.close();
    g.web.reset();
    g.phones.reset();
    g.endpoint.reset();
    g.engine.reset();
    log().info("shutdown.done");
}

}  // namespace yh::app
