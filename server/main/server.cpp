#include "main/server.h"

#include <fmt/format.h>

#include <filesystem>
#include <future>
#include <optional>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/loop.h"
#include "base/loop_thread.h"
#include "base/worker.h"
#include "calls/conductor.h"
#include "calls/desk.h"
#include "db/database.h"
#include "db/migrations.h"
#include "db/readers.h"
#include "db/writer.h"
#include "http/openapi.h"
#include "http/self_signed.h"
#include "http/server.h"
#include "http/static_files.h"
#include "main/api.h"
#include "main/browser_phones.h"
#include "main/data_folder.h"
#include "main/event_hub.h"
#include "main/flow_lookup.h"
#include "main/front_page.h"
#include "main/health_routes.h"
#include "main/messages.h"
#include "main/recording_tools.h"
#include "main/simulation.h"
#include "main/voice_tools.h"
#include "media/engine.h"
#include "office/people/routes.h"
#include "office/people/session_sockets.h"
#include "office/records/journal.h"
#include "office/records/recovery.h"
#include "office/settings/site_store.h"
#include "office/telephony/directory_store.h"
#include "sip/endpoint.h"

namespace yh::app {

using std::chrono::seconds;

namespace {

office::supervision::LivePictures pictures_of(const calls::Conductor& conductor) {
    return {[&conductor] { return conductor.snapshot(); },
            [&conductor](model::CallId call) { return conductor.live_call(call); },
            [&conductor](model::UserId user) { return conductor.live_agent(user); },
            [&conductor](model::QueueId queue) { return conductor.live_queue(queue); }};
}

model::LiveTrunk live_trunk(const sip::TrunkStatus& status, bool registers) {
    using model::TrunkHealth;
    auto health = TrunkHealth::Unknown;
    if (registers) {
        health = status.registered                       ? TrunkHealth::Registered
                 : status.state == sip::TrunkState::Down ? TrunkHealth::Failed
                                                         : TrunkHealth::Registering;
    } else if (status.state != sip::TrunkState::Unknown) {
        health = status.state == sip::TrunkState::Up ? TrunkHealth::Up : TrunkHealth::Down;
    }
    return {status.trunk, status.address, health, status.reason, to_ms(status.since), status.calls};
}

calls::Conductor::Config conductor_config(const ServeOptions& options) {
    calls::Conductor::Config config;
    config.resume_grace = seconds{options.resume_grace_s};
    return config;
}

}  // namespace

// Members are built from top to bottom and destroyed from bottom to top: threads come last and end first.
struct Server::Graph {
    Graph(DataFolder data_folder, db::Database opened, ServeOptions given)
        : options{std::move(given)},
          folder{std::move(data_folder)},
          database{std::move(opened)},
          call_loop{"calls"},
          home_loop{"office"},
          web_loops{{Loop{"web-1"}, Loop{"web-2"}}},
          writer{database, clock, {}},
          readers{database},
          hashing{"hashing", 64, 10},
          speech{"speech", 8, 10},
          journal{call_loop, writer},
          conductor{{call_loop.timers(), call_loop.clock(), ids, hub}, conductor_config(options)},
          desk{call_loop, conductor},
          office{home_loop, clock, readers, writer, hashing, desk, folder.recordings(), nullptr, {}, {}},
          session_sockets{office},
          live_tap{call_loop, pictures_of(conductor), home_loop},
          live_feed{office, live_tap, session_sockets},
          simulation{{home_loop, live_feed, [this] { return endpoint->listening(); }, options.simulation_rtp}} {
        hub.follow(journal);
        hub.follow(live_tap);
        live_tap.connect([this](office::supervision::LiveChanges changes) { live_feed.deliver(std::move(changes)); });
        journal.follow_records([this](std::vector<office::records::WrittenRecord> written) {
            home_loop.post([this, written = std::move(written)] { tell_records(written); });
        });
    }

    ServeOptions options;
    DataFolder folder;
    SystemClock clock;
    db::Database database;
    IdMaker ids;
    Loop call_loop;
    Loop home_loop;
    std::array<Loop, 2> web_loops;
    db::Writer writer;
    db::Readers readers;
    Worker hashing;
    Worker speech;
    EventHub hub;
    office::records::Journal journal;
    calls::Conductor conductor;
    calls::Desk desk;
    office::Office office;
    office::people::SessionSockets session_sockets;
    office::supervision::LiveTap live_tap;
    office::supervision::LiveFeed live_feed;
    Simulation simulation;
    FlowLookup lookup{call_loop, conductor, options.lookup_hosts};
    std::unique_ptr<media::Engine> engine;
    std::unique_ptr<sip::Endpoint> endpoint;
    std::unique_ptr<BrowserPhones> phones;
    std::unique_ptr<http::Server> web;
    std::int64_t site_version = 0;
    std::vector<calls::Callback> callbacks;  ///< promised by the process before
    std::vector<std::unique_ptr<LoopThread>> threads;

    Result<void> prepare_database();
    Result<void> ensure_certificate();
    Result<void> open_media();
    Result<void> open_sip();
    Result<void> open_web();
    void use_directory(model::DirectoryPtr directory);
    void reload_site(std::function<void()> done = {});
    office::VoiceTools voice_tools();
    std::vector<std::string> prompt_folders() const;
    void look_at_trunks(std::function<void(std::vector<model::LiveTrunk>)> done);
    void when_recorded(std::function<void()> done);
    void watch_site();
    void tell_records(const std::vector<office::records::WrittenRecord>& written);
    void speak_welcome();
    template <class Ask>
    auto ask_calls(Ask ask);
};

// Waits for an answer from the call loop: only the main thread may, and only while it closes.
template <class Ask>
auto Server::Graph::ask_calls(Ask ask) {
    std::promise<decltype(ask())> answer;
    auto coming = answer.get_future();
    call_loop.post([&] { answer.set_value(ask()); });
    return coming.get();
}

Result<void> Server::Graph::prepare_database() {
    YH_TRY(auto connection, database.connect());
    YH_TRY(const auto applied, db::migrate(connection, db::embedded_migrations(), clock));
    if (!applied.empty()) {
        log().info("database.migrated", {{"steps", applied.size()}});
    }
    const auto recovered =
        office::records::recover(connection, to_ms(clock.wall()), repair_recording_below(folder.recordings()));
    if (!recovered.ok()) {
        return recovered.error();
    }
    YH_TRY(callbacks, office::records::open_callbacks(connection));
    YH_TRY(site_version, office::settings::site_version(connection));
    YH_TRY(office.directory, office::telephony::load_directory(connection));
    return {};
}

// Without a certificate of its own a server that shall speak TLS makes one: browsers give the microphone only to pages
// that came over TLS, or from this machine.
Result<void> Server::Graph::ensure_certificate() {
    if ((options.https.empty() && options.sip_tls.empty()) || !options.certificate_file.empty()) {
        return {};
    }
    options.certificate_file = folder.path() + "/self_signed.pem";
    options.certificate_key_file = folder.path() + "/self_signed_key.pem";
    if (std::filesystem::exists(options.certificate_file) && std::filesystem::exists(options.certificate_key_file)) {
        return {};
    }
    std::vector<std::string> hosts{"localhost", "127.0.0.1"};
    if (const auto listen = http::Endpoint::parse(options.https); listen.ok() && listen->address != hosts.back()) {
        hosts.push_back(listen->address);
    }
    if (!options.advertised_address.empty()) {
        hosts.push_back(options.advertised_address);
    }
    log().warn("https.self_signed", {{"file", options.certificate_file}});
    return http::make_self_signed(options.certificate_file, options.certificate_key_file, hosts);
}

std::vector<std::string> Server::Graph::prompt_folders() const {
    std::vector<std::string> folders;
    for (const auto& prompts : {options.prompts, folder.path() + "/prompts"}) {
        if (!prompts.empty() && std::filesystem::is_directory(prompts)) {
            folders.push_back(prompts);
        }
    }
    return folders;
}

office::VoiceTools Server::Graph::voice_tools() {
    office::VoiceTools tools;
    tools.root = folder.path() + "/voices";
    tools.look = look_at_sound;
    tools.speak = [this](std::string text, std::function<void(Result<std::string>)> done) {
        const bool taken = speech.post([this, text = std::move(text), done] {
            home_loop.post([done, wav = speak_wav(text)]() mutable { done(std::move(wav)); });
        });
        if (!taken) {
            done(Error{ErrorKind::TooMany, "speech.busy", {}});
        }
    };
    tools.shared = [folders = prompt_folders()] {
        auto names = prompt_names(folders);
        names.emplace_back("welcome");  // spoken when nobody recorded one
        return names;
    };
    tools.on_changed = [this] { call_loop.post([this] { engine->reload_prompts(); }); };
    return tools;
}

Result<void> Server::Graph::open_media() {
    YH_TRY(const auto range, parse_port_range(options.rtp));
    media::EngineConfig config;
    config.bind_address = range.address;
    config.advertised_address = options.advertised_address;
    config.first_port = range.first;
    config.last_port = range.last;
    YH_TRY(config.first_browser_port, checked_webrtc_port(options.webrtc_port, range));
    config.workers = static_cast<std::size_t>(options.media_threads);
    config.recordings_folder = folder.recordings();
    config.prompt_folders = prompt_folders();
    config.voices_folder = folder.path() + "/voices";
    YH_TRY(engine, media::Engine::create(call_loop, config, conductor));
    return {};
}

Result<void> Server::Graph::open_sip() {
    sip::EndpointConfig config;
    YH_TRY(const auto listen, sip::Address::parse(options.sip));
    config.flows.listen = {listen};
    if (!options.sip_tls.empty()) {
        YH_TRY(const auto listen_tls, sip::Address::parse(options.sip_tls));
        config.flows.listen_tls = {listen_tls};
        config.flows.tls_certificate_file = options.certificate_file;
        config.flows.tls_key_file = options.certificate_key_file;
    }
    config.flows.tls_ca_file = options.sip_tls_trust;
    config.flows.advertised_host = options.advertised_address;
    YH_TRY(endpoint, sip::Endpoint::create(call_loop, config, ids, conductor));
    conductor.connect(*endpoint, *engine);
    conductor.set_lookup(&lookup);
    return {};
}

Result<void> Server::Graph::open_web() {
    http::ServerConfig config;
    YH_TRY(config.http, http::Endpoint::parse(options.http));
    if (!options.https.empty()) {
        YH_TRY(config.https, http::Endpoint::parse(options.https));
        config.cert_file = options.certificate_file;
        config.key_file = options.certificate_key_file;
    }
    config.upload_folder = folder.path();
    http::Router router;
    add_health_routes(router, {writer, clock});
    add_api_routes(
        router, {office, live_feed, simulation, {options.ice_urls, options.turn_secret, seconds{options.turn_ttl_s}}});
    phones = std::make_unique<BrowserPhones>(
        BrowserPhones::World{call_loop, home_loop, *endpoint, conductor, session_sockets});
    router.add_websocket("/sip", office::people::rights::use_phone, {"The browser's telephone", "浏览器电话"},
                         phones->route());
    if (options.web.empty()) {
        add_front_page(router);
    } else {
        http::StaticFilesConfig pages;
        pages.root = options.web;
        YH_TRY(auto handler, http::static_files(pages));
        router.set_fallback(std::move(handler));
    }
    http::add_openapi_route(router, api_info());
    YH_TRY(web, http::Server::create(std::move(config), std::move(router), office::people::hooks(office),
                                     all_messages(), {&web_loops[0], &web_loops[1]}));
    return {};
}

// Thread: home.
void Server::Graph::use_directory(model::DirectoryPtr directory) {
    office.directory = directory;
    live_feed.set_directory(directory);
    simulation.set_directory(*directory);
    call_loop.post([this, directory = std::move(directory)] {
        endpoint->set_directory(directory);
        conductor.set_directory(directory);
    });
}

// Thread: home.
void Server::Graph::look_at_trunks(std::function<void(std::vector<model::LiveTrunk>)> done) {
    call_loop.post([this, done = std::move(done)]() mutable {
        home_loop.post([this, done = std::move(done), found = endpoint->trunks()] {
            std::vector<model::LiveTrunk> live;
            for (const auto& status : found) {
                const auto* trunk = office.directory->find_trunk(status.trunk);
                live.push_back(live_trunk(status, trunk != nullptr && trunk->kind == model::TrunkKind::Register));
            }
            done(std::move(live));
        });
    });
}

// Thread: home. Whatever the journal has gathered goes to the writer at once, and our job behind it.
void Server::Graph::when_recorded(std::function<void()> done) {
    call_loop.post([this, done = std::move(done)]() mutable {
        journal.flush();
        writer.write(
            home_loop, [](db::Connection&) -> Result<bool> { return true; },
            [done = std::move(done)](const Result<bool>&) { done(); });
    });
}

// Thread: home.
void Server::Graph::tell_records(const std::vector<office::records::WrittenRecord>& written) {
    std::vector<office::supervision::LiveRecord> records;
    for (const auto& record : written) {
        records.push_back({record.call, record.tenant, record.queue, record.people});
    }
    live_feed.records_written(records);
}

// `done` runs on home when the telephones work with the new directory, or when there is none.
void Server::Graph::reload_site(std::function<void()> done) {
    readers.read(
        home_loop, [](db::Connection& connection) { return office::telephony::load_directory(connection); },
        [this, done = std::move(done)](Result<model::DirectoryPtr> loaded) {
            if (!loaded.ok()) {
                log().error("directory.not_loaded", {{"detail", loaded.error().detail}});
            } else {
                log().info("directory.loaded",
                           {{"users", (*loaded)->users.size()}, {"queues", (*loaded)->queues.size()}});
                use_directory(*std::move(loaded));
            }
            if (done) {
                call_loop.post([this, done] { home_loop.post(done); });
            }
        });
}

// `yinghe apply --data` changes the database beside us: we look every two seconds whether the version moved.
void Server::Graph::watch_site() {
    home_loop.after(seconds{2}, [this] {
        readers.read(
            home_loop, [](db::Connection& connection) { return office::settings::site_version(connection); },
            [this](Result<std::int64_t> version) {
                if (version.ok() && *version != site_version) {
                    site_version = *version;
                    reload_site();
                }
                watch_site();
            });
    });
}

// A greeting for those who have recorded none: spoken by a separate program, beside the start.
void Server::Graph::speak_welcome() {
    for (const auto* ending : {".wav", ".mp3"}) {
        if (std::filesystem::exists(folder.path() + "/prompts/welcome" + ending)) {
            return;
        }
    }
    speech.post([this] {
        auto said = media::speak_prompt("您好，欢迎致电。正在为您转接客服，请稍候。");
        if (!said.ok()) {
            log().warn("prompt.no_welcome", {{"code", said.error().code}});
            return;
        }
        call_loop.post([this, prompt = *std::move(said)] {
            if (engine) {
                engine->set_prompt("prompt:welcome", prompt);
            }
        });
    });
}

Server::Server(std::unique_ptr<Graph> graph) : graph_{std::move(graph)} {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::create(const ServeOptions& options) {
    YH_TRY(auto folder, DataFolder::open(options.data));
    YH_TRY(auto database, db::Database::open(database_url(options.db, options.data)));
    auto graph = std::make_unique<Graph>(std::move(folder), std::move(database), options);
    YH_CHECK(graph->prepare_database());
    YH_CHECK(graph->ensure_certificate());
    YH_CHECK(graph->open_media());
    YH_CHECK(graph->open_sip());
    graph->office.on_site_changed = [g = graph.get()](std::function<void()> done) { g->reload_site(std::move(done)); };
    graph->office.voices = graph->voice_tools();
    graph->office.look_at_trunks = [g = graph.get()](auto done) { g->look_at_trunks(std::move(done)); };
    graph->office.when_recorded = [g = graph.get()](auto done) { g->when_recorded(std::move(done)); };
    graph->office.on_session_ended = [g = graph.get()](std::string_view session) { g->session_sockets.end(session); };
    YH_CHECK(graph->open_web());
    return std::make_unique<Server>(std::move(graph));
}

void Server::start() {
    auto& g = *graph_;
    g.call_loop.post([&g] {
        g.endpoint->set_directory(g.office.directory);
        g.conductor.set_directory(g.office.directory);
        for (auto& place : std::exchange(g.callbacks, {})) {
            g.conductor.restore_callback(std::move(place));
        }
        g.journal.start_heartbeat();
    });
    g.home_loop.post([&g] {
        g.watch_site();
        g.session_sockets.start();
        g.live_feed.set_directory(g.office.directory);
        g.simulation.set_directory(*g.office.directory);
        g.live_feed.start();
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
    g.web.reset();
    g.phones.reset();
    g.endpoint.reset();
    g.engine.reset();
    log().info("shutdown.done");
}

}  // namespace yh::app
