#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/loop.h"
#include "base/loop_thread.h"
#include "base/worker.h"
#include "calls/conductor.h"
#include "calls/desk.h"
#include "db/database.h"
#include "db/readers.h"
#include "db/writer.h"
#include "http/server.h"
#include "main/alarm_ports.h"
#include "main/browser_phones.h"
#include "main/certificate_keeper.h"
#include "main/customer_lookup.h"
#include "main/data_folder.h"
#include "main/erasers.h"
#include "main/event_hub.h"
#include "main/flow_lookup.h"
#include "main/report_door.h"
#include "main/server.h"
#include "main/simulation.h"
#include "main/sms_http_gateway.h"
#include "main/smtp_mail.h"
#include "main/watch_reports.h"
#include "media/engine.h"
#include "office/alarms/alarm_watch.h"
#include "office/alerts/disk_watch.h"
#include "office/customers/pools/return_care.h"
#include "office/deletion/deletion_runner.h"
#include "office/figures/today_feed.h"
#include "office/office.h"
#include "office/people/session_sockets.h"
#include "office/records/journal.h"
#include "office/records/phone_messages.h"
#include "office/records/recording_care.h"
#include "office/records/recovery.h"
#include "office/reports/report_mailer.h"
#include "office/rollups/build_care.h"
#include "office/sms/outbox.h"
#include "office/supervision/live_feed.h"
#include "office/supervision/live_tap.h"
#include "office/tasks/reminders.h"
#include "office/voice_tools.h"
#include "sip/endpoint.h"

namespace yh::app {

/// The objects of a server. Built from top to bottom and destroyed from bottom to top: threads come last and end first.
/// server_graph.cpp makes it, server_ports.cpp opens what is reached from outside, server_site.cpp follows the
/// configuration; main/server.cpp starts and closes it.
struct Server::Graph {
    Graph(DataFolder data_folder, db::Database opened, ServeOptions given);

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
    office::figures::TodayFeed today_feed;
    office::records::RecordingCare recording_care;
    office::rollups::BuildCare build_care{office};
    office::customers::ReturnCare return_care;
    Simulation simulation;
    FlowLookup lookup{call_loop, conductor, options.lookup_hosts};
    CustomerLookup customers{call_loop, readers, conductor};
    SmsHttpGateway sms_gateway{home_loop, options.lookup_hosts};
    office::sms::Outbox outbox{office, &sms_gateway, [this](model::UserId user, std::int64_t id) {
                                   live_feed.tell_person(user, {"sms", std::to_string(id)});
                               }};
    office::tasks::Reminders reminders{office, [this](model::UserId user, std::string_view about, std::int64_t id) {
                                           live_feed.tell_person(user, {std::string{about}, std::to_string(id)});
                                       }};
    WatchReports watch_reports{office, reminders};
    SmtpMail mail{home_loop, options.lookup_hosts};
    office::alerts::DiskWatch disk_watch{office, &mail};
    office::reports::ReportMailer report_mailer{office, report_door(office, mail)};
    AlarmHooks alarm_hooks{home_loop, options.lookup_hosts};
    office::alarms::AlarmWatch alarms{office, alarm_sight(office, call_loop, conductor), alarm_mail(office, mail),
                                      &alarm_hooks,
                                      [this](model::TenantId tenant) { today_feed.alarms_changed(tenant); }};
    office::deletion::DeletionRunner deletions{office, all_erasers(), [this](model::UserId user, std::int64_t id) {
                                                   live_feed.tell_person(user, {"deletion", std::to_string(id)});
                                               }};
    CertificateKeeper certificates{home_loop, options, folder.path()};
    office::records::PhoneMessages messages{
        office, call_loop, [this](model::CallId call, auto found) { conductor.on_messages(call, std::move(found)); }};
    std::unique_ptr<media::Engine> engine;
    std::unique_ptr<sip::Endpoint> endpoint;
    std::unique_ptr<BrowserPhones> phones;
    std::unique_ptr<http::Server> web;
    std::int64_t site_version = 0;
    std::vector<calls::Callback> callbacks;  ///< promised by the process before
    std::vector<office::records::MobileSignedIn> mobiles;
    std::vector<std::unique_ptr<LoopThread>> threads;

    Result<void> prepare_database();
    Result<void> choose_certificate();
    Result<void> open_media();
    Result<void> open_sip();
    Result<void> open_web();
    struct Loaded {
        model::DirectoryPtr directory;
        office::people::ChartPtr chart;
    };
    void use_directory(Loaded loaded);
    /// Telephones learn from whom pools hide numbers.
    void use_hiding_pools();
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

}  // namespace yh::app
