#include "main/server_graph.h"

#include "base/log.h"
#include "db/migrations.h"
#include "main/recording_tools.h"
#include "office/crm/setting_store.h"
#include "office/records/recovery.h"
#include "office/settings/site_store.h"
#include "office/telephony/directory_store.h"

// What a server is made of, and what must be right on the disk before it listens.
namespace yh::app {

using std::chrono::seconds;

namespace {

office::supervision::LivePictures pictures_of(const calls::Conductor& conductor) {
    return {[&conductor] { return conductor.snapshot(); },
            [&conductor](model::CallId call) { return conductor.live_call(call); },
            [&conductor](model::UserId user) { return conductor.live_agent(user); },
            [&conductor](model::QueueId queue) { return conductor.live_queue(queue); }};
}

calls::Conductor::Config conductor_config(const ServeOptions& options) {
    calls::Conductor::Config config;
    config.resume_grace = seconds{options.resume_grace_s};
    return config;
}

}  // namespace

Server::Graph::Graph(DataFolder data_folder, db::Database opened, ServeOptions given)
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
      today_feed{office, session_sockets},
      recording_care{office},
      return_care{office},
      simulation{{home_loop, live_feed, [this] { return endpoint->listening(); }, options.simulation_rtp}} {
    hub.follow(journal);
    hub.follow(live_tap);
    conductor.set_messages(&messages);
    conductor.set_meter_sink(&live_tap);
    live_tap.connect_meters([this](const office::supervision::LiveMeters& meters) { live_feed.tell_meters(meters); });
    live_tap.connect([this](office::supervision::LiveChanges changes) { live_feed.deliver(std::move(changes)); });
    journal.follow_records([this](std::vector<office::records::WrittenRecord> written) {
        home_loop.post([this, written = std::move(written)] { tell_records(written); });
    });
}

Result<void> Server::Graph::prepare_database() {
    YH_TRY(auto connection, database.connect());
    YH_TRY(const auto applied, db::migrate(connection, db::embedded_migrations(), clock));
    if (!applied.empty()) {
        log().info("database.migrated", {{"steps", applied.size()}});
    }
    YH_CHECK(db::refresh_statistics(connection));
    const auto recovered =
        office::records::recover(connection, to_ms(clock.wall()), repair_recording_below(folder.recordings()));
    if (!recovered.ok()) {
        return recovered.error();
    }
    YH_TRY(callbacks, office::records::open_callbacks(connection));
    YH_TRY(mobiles, office::records::signed_in_by_mobile(connection));
    YH_TRY(site_version, office::settings::site_version(connection));
    YH_TRY(office.directory, office::telephony::load_directory(connection));
    YH_TRY(office.chart, office::people::Chart::load(connection));
    YH_CHECK(office::crm::ensure_settings(connection, to_ms(clock.wall())));
    YH_TRY(office.books, office::crm::load_books(connection));
    YH_TRY(office.numbers, office::people::NumberSeal::from_file(folder.path() + "/number_key"));
    return {};
}

// From here on `options` hold what is shown to begin with, whoever it is from.
Result<void> Server::Graph::choose_certificate() {
    YH_TRY(const auto files, certificates.choose());
    options.certificate_file = files.certificate;
    options.certificate_key_file = files.key;
    certificates.on_change([this](const CertificateKeeper::Files& shown, const http::PemPair& pair) -> Result<void> {
        YH_CHECK(web->use_certificate(shown.certificate, shown.key));
        call_loop.post([this, pair] {
            if (const auto used = endpoint->use_certificate(pair.chain, pair.key); !used.ok()) {
                log().error("sip.tls", {{"why", used.error().detail}});
            }
        });
        return {};
    });
    return {};
}

}  // namespace yh::app
