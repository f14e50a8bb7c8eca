#include "base/log.h"
#include "main/server_graph.h"
#include "office/crm/book_keeping.h"
#include "office/crm/pool_sight.h"
#include "office/settings/site_store.h"
#include "office/telephony/directory_store.h"

// How a running server follows its configuration, and what the office asks of the telephones.
namespace yh::app {

using std::chrono::seconds;

namespace {

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

}  // namespace

// Thread: home.
void Server::Graph::use_directory(Loaded loaded) {
    const auto directory = std::move(loaded.directory);
    office.directory = directory;
    office.chart = std::move(loaded.chart);
    session_sockets.end_absent();
    live_feed.set_directory(directory);
    today_feed.set_directory();
    build_care.set_directory();
    simulation.set_directory(*directory);
    call_loop.post([this, directory] {
        endpoint->set_directory(directory);
        conductor.set_directory(directory);
    });
    use_hiding_pools();
}

// Thread: home.
void Server::Graph::use_hiding_pools() {
    const auto books = office::crm::books_of(office);
    call_loop.post([this, pools = std::make_shared<const model::HidingPools>(office::crm::hiding_pools(
                              *books, *office.directory, *office.chart))] { conductor.set_hiding_pools(pools); });
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
    for (const auto& record : written) {
        today_feed.records_written(record.tenant);
        alarms.records_written(record.tenant);
    }
}

// `done` runs on home when the telephones work with the new directory, or when there is none. On the writer's thread,
// like the books: two are often asked for at once, and an older reading never takes the place of a newer one.
void Server::Graph::reload_site(std::function<void()> done) {
    writer.write(
        home_loop,
        [](db::Connection& connection) -> Result<Loaded> {
            Loaded loaded;
            YH_TRY(loaded.directory, office::telephony::load_directory(connection));
            YH_TRY(loaded.chart, office::people::Chart::load(connection));
            return loaded;
        },
        [this, done = std::move(done)](Result<Loaded> loaded) {
            if (!loaded.ok()) {
                log().error("directory.not_loaded", {{"detail", loaded.error().detail}});
            } else {
                log().info("directory.loaded",
                           {{"users", loaded->directory->users.size()}, {"queues", loaded->directory->queues.size()}});
                use_directory(*std::move(loaded));
            }
            // A company that has just come gets its book of rules, too.
            office::crm::refresh_books(office, [this, done] {
                use_hiding_pools();
                if (done) {
                    call_loop.post([this, done] { home_loop.post(done); });
                }
            });
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

}  // namespace yh::app
