#include <signal.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <thread>

#include "base/log.h"
#include "main/api.h"
#include "main/demo_site.h"
#include "main/options.h"
#include "main/robots_command.h"
#include "main/server.h"
#include "main/site_commands.h"

namespace yh::app {
namespace {

constexpr int wrong_input = 2;

/// SIGTERM and SIGINT, waited for by the main thread; all other threads are born with them blocked.
class Signals {
  public:
    Signals() {
        ::sigemptyset(&set_);
        ::sigaddset(&set_, SIGTERM);
        ::sigaddset(&set_, SIGINT);
        ::pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    }
    void wait() {
        int got = 0;
        ::sigwait(&set_, &got);
    }
    /// Whether one came within the time.
    bool wait_for(std::chrono::milliseconds at_most) {
        const timespec limit{at_most.count() / 1000, (at_most.count() % 1000) * 1'000'000};
        return ::sigtimedwait(&set_, nullptr, &limit) > 0;
    }

  private:
    sigset_t set_{};
};

// Four sockets and a file for every recorded call: the usual 1,024 descriptors would end at 200 calls.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int serve(const ServeOptions& options) {
    Signals signals;
    raise_descriptor_limit();
    set_log_output(options.log_file);
    set_log_level(options.log_level == "debug"  ? LogLevel::Debug
                  : options.log_level == "warn" ? LogLevel::Warn
                                                : LogLevel::Info);
    auto server = Server::create(options);
    if (!server.ok()) {
        const auto& error = server.error();
        std::fprintf(stderr, "yinghe: %s\n",
                     error.detail.empty() ? std::string{error.code}.c_str() : error.detail.c_str());
        return wrong_input;
    }
    (*server)->start();
    std::printf("%s\n", (*server)->ready_line().c_str());
    std::fflush(stdout);
    signals.wait();
    (*server)->drain();
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{options.drain_s};
    // A second signal ends the drain at once.
    while (!(*server)->idle() && std::chrono::steady_clock::now() < until &&
           !signals.wait_for(std::chrono::milliseconds{50})) {
    }
    (*server)->close();
    server = Error{};
    flush_log();
    return 0;
}

void add_serve_options(CLI::App& command, ServeOptions& options) {
    command.add_option("--data", options.data, "folder for database and recordings");
    command.add_option("--http", options.http, "ADDR:PORT of the web server");
    command.add_option("--https", options.https, "ADDR:PORT of the web server with TLS");
    command.add_option("--certificate", options.certificate_file, "PEM file for HTTPS and SIP over TLS");
    command.add_option("--certificate-key", options.certificate_key_file, "PEM file");
    command.add_option("--sip", options.sip, "ADDR:PORT for SIP over UDP and TCP");
    command.add_option("--sip-tls", options.sip_tls, "ADDR:PORT for SIP over TLS");
    command.add_option("--sip-tls-trust", options.sip_tls_trust,
                       "PEM file of those who may sign for trunks over TLS; default: the system's");
    command.add_option("--lookup-hosts", options.lookup_hosts,
                       "hosts inside our own network that voice flows may ask; others inside are refused");
    command.add_option("--rtp", options.rtp, "ADDR:FIRST-LAST for sound");
    command.add_option("--webrtc-port", options.webrtc_port,
                       "UDP port for browsers' sound, the next ones for further media threads; 0: of --rtp");
    command.add_option("--advertised", options.advertised_address, "our address as others see it (behind NAT)");
    command.add_option("--media-threads", options.media_threads, "0: one per core");
    command.add_option("--db", options.db, "sqlite, or postgres://…");
    command.add_option("--drain-s", options.drain_s, "how long calls may go on after SIGTERM");
    command.add_option("--resume-grace-s", options.resume_grace_s,
                       "how long a call waits for a browser lost in mid-call; 0: it ends at once");
    command.add_option("--ice-urls", options.ice_urls, "stun:…, turn:… or turns:… servers for browsers");
    command.add_option("--turn-secret", options.turn_secret, "secret shared with the TURN server");
    command.add_option("--turn-ttl-s", options.turn_ttl_s, "how long TURN credentials are valid");
    command.add_option("--prompts", options.prompts, "folder with prompts (wav, mp3)");
    command.add_option("--simulation-rtp", options.simulation_rtp, "ADDR:FIRST-LAST for the robots' sound");
    command.add_option("--web", options.web, "folder with the built pages");
    command.add_option("--log-file", options.log_file, "default: standard error");
    command.add_option("--log-level", options.log_level)->check(CLI::IsMember({"debug", "info", "warn"}));
}

void add_target_options(CLI::App& command, SiteTarget& target) {
    command.add_option("--data", target.data, "data folder");
    command.add_option("--db", target.db, "sqlite, or postgres://…");
    command.add_option("--url", target.url, "a server that runs, instead of a data folder");
    command.add_option("--token", target.token, "bearer token of an administrator, for --url");
}

void add_robot_options(CLI::App& command, RobotOptions& play) {
    command.add_option("--site", play.site, "site file that the server runs with")->required();
    command.add_option("--server", play.server, "ADDR:PORT of its SIP");
    command.add_option("--tenant", play.tenant, "code; default: the first");
    command.add_option("--calls", play.calls, "to place in all; 0: until stopped");
    command.add_option("--agents", play.agents, "how many of the site's desk phones to play");
    command.add_option("--rate", play.rate, "new calls a second");
    command.add_option("--talk-s", play.talk_s, "average length of a talk");
    command.add_option("--rtp", play.rtp, "ADDR:FIRST-LAST for sound");
    command.add_option("--trunk", play.trunk_address,
                       "ADDR:PORT the customers call from; default: the site's first peer trunk");
}

int run(int argc, char** argv) {
    CLI::App app{"Yinghe 应和: a call centre in one program"};
    app.require_subcommand(1);

    ServeOptions options;
    std::string config;
    auto* serve_command = app.add_subcommand("serve", "run the call centre");
    // The file is read first, so that options on the command line win over it.
    serve_command->add_option("--config", config, "configuration file (TOML)");
    add_serve_options(*serve_command, options);

    SiteTarget target;
    std::string site_file;
    bool dry_run = false;
    bool secrets = false;
    auto* apply = app.add_subcommand("apply", "declare a site; prints what changed");
    apply->add_option("file", site_file, "site file (TOML)")->required();
    apply->add_flag("--dry-run", dry_run, "say what would change, change nothing");
    add_target_options(*apply, target);
    auto* export_site = app.add_subcommand("export", "print the site as TOML");
    export_site->add_flag("--secrets", secrets, "with extension secrets and trunk passwords");
    add_target_options(*export_site, target);
    auto* check = app.add_subcommand("check", "look for damage: database, records, recordings, reports");
    add_target_options(*check, target);
    bool rebuild_reports = false;
    check->add_flag("--rebuild-reports", rebuild_reports, "make the sums of reports anew from the records first");
    RobotOptions play;
    auto* robots = app.add_subcommand("robots", "simulated customers and agents: real SIP, real sound");
    add_robot_options(*robots, play);
    auto* demo = app.add_subcommand("demo", "print the demo company's site file");
    auto* openapi = app.add_subcommand("openapi", "print the OpenAPI document of the API");
    auto* version = app.add_subcommand("version", "print the version");

    try {
        app.parse(argc, argv);
        if (!config.empty()) {
            auto read = read_config(config, {});
            if (!read.ok()) {
                std::fprintf(stderr, "yinghe: %s\n", read.error().detail.c_str());
                return wrong_input;
            }
            options = *std::move(read);
            app.clear();
            app.parse(argc, argv);
        }
    } catch (const CLI::ParseError& error) {
        const int status = app.exit(error);
        return status == 0 ? 0 : wrong_input;
    }
    if (*serve_command) {
        return serve(options);
    }
    set_log_level(LogLevel::Warn);  // a command says what it did itself
    if (*apply) {
        return apply_command(site_file, target, dry_run);
    }
    if (*export_site) {
        return export_command(target, secrets);
    }
    if (*check) {
        return check_command(target, rebuild_reports ? RebuildReports::Yes : RebuildReports::No);
    }
    if (*robots) {
        const Signals blocked;  // the play looks for them itself
        raise_descriptor_limit();
        return robots_command(play);
    }
    if (*demo) {
        std::printf("%s", demo_site().c_str());
    }
    if (*openapi) {
        std::printf("%s\n", api_document().c_str());
    }
    if (*version) {
        std::printf("yinghe %s\n", YINGHE_VERSION);
    }
    return 0;
}

}  // namespace
}  // namespace yh::app

int main(int argc, char** argv) {
    try {
        return yh::app::run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "yinghe: %s\n", error.what());
        return 2;
    }
}
