#include "main/site_commands.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/clock.h"
#include "db/database.h"
#include "db/migrations.h"
#include "main/http_client.h"
#include "main/options.h"
#include "main/recording_tools.h"
#include "office/records/self_check.h"
#include "office/rollups/compare.h"
#include "office/rollups/rebuild.h"
#include "office/settings/announcement_check.h"
#include "office/settings/site_store.h"
#include "office/settings/site_toml.h"

namespace yh::app {

namespace {

constexpr int wrong_input = 2;

int complain(const Error& error) {
    fmt::print(stderr, "yinghe: {}\n", error.detail.empty() ? std::string{error.code} : error.detail);
    return wrong_input;
}

Result<std::string> read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) {
        return invalid_input("file.missing", path + ": cannot be read");
    }
    return std::string{std::istreambuf_iterator<char>{file}, {}};
}

/// Opens the database of a folder with its tables up to date.
Result<db::Connection> open_database(const SiteTarget& target) {
    std::error_code ignored;
    std::filesystem::create_directories(target.data, ignored);
    YH_TRY(const auto database, db::Database::open(database_url(target.db, target.data)));
    YH_TRY(auto connection, database.connect());
    const SystemClock clock;
    YH_TRY(const auto applied, db::migrate(connection, db::embedded_migrations(), clock));
    return connection;
}

Result<std::vector<std::string>> apply_to_folder(const office::settings::Site& site, const SiteTarget& target,
                                                 bool dry_run) {
    YH_TRY(auto connection, open_database(target));
    YH_CHECK(office::settings::check_announcements(connection, site));
    const SystemClock clock;
    IdMaker ids;
    return office::settings::apply_site(
        connection, site, dry_run ? office::settings::DryRun::Yes : office::settings::DryRun::No, clock, ids);
}

}  // namespace

int apply_command(const std::string& file, const SiteTarget& target, bool dry_run) {
    const auto text = read_file(file);
    if (!text.ok()) {
        return complain(text.error());
    }
    const auto site = office::settings::read_site(*text, file);
    if (!site.ok()) {
        return complain(site.error());
    }
    if (!target.url.empty()) {
        const auto answer =
            http_call({"POST", target.url + "/api/v1/site" + (dry_run ? "?dry_run=1" : ""), target.token, *text});
        if (!answer.ok()) {
            return complain(answer.error());
        }
        fmt::print("{}\n", answer->body);
        return answer->status < 300 ? 0 : wrong_input;
    }
    const auto changes = apply_to_folder(*site, target, dry_run);
    if (!changes.ok()) {
        return complain(changes.error());
    }
    for (const auto& change : *changes) {
        fmt::print("{}\n", change);
    }
    fmt::print("{} change{}{}\n", changes->size(), changes->size() == 1 ? "" : "s",
               dry_run ? " (dry run, nothing written)" : "");
    return 0;
}

int export_command(const SiteTarget& target, bool with_secrets) {
    if (!target.url.empty()) {
        const auto answer =
            http_call({"GET", target.url + "/api/v1/site" + (with_secrets ? "?secrets=1" : ""), target.token, {}});
        if (!answer.ok()) {
            return complain(answer.error());
        }
        fmt::print("{}", answer->body);
        return answer->status < 300 ? 0 : wrong_input;
    }
    auto connection = open_database(target);
    if (!connection.ok()) {
        return complain(connection.error());
    }
    const auto site = office::settings::load_site(*connection);
    if (!site.ok()) {
        return complain(site.error());
    }
    fmt::print("{}", office::settings::write_site(
                         *site, with_secrets ? office::settings::Secrets::Show : office::settings::Secrets::Hide));
    return 0;
}

namespace {

Result<void> rebuild_reports(db::Connection& connection) {
    const auto now_ms = to_ms(SystemClock{}.wall());
    YH_CHECK(office::rollups::plan_builds(connection, office::rollups::Plan::All));
    bool left = true;
    while (left) {
        YH_TRY(auto transaction, connection.begin());
        YH_TRY(left, office::rollups::build_one_day(connection, now_ms));
        YH_CHECK(transaction.commit());
    }
    return {};
}

}  // namespace

int check_command(const SiteTarget& target, RebuildReports rebuild) {
    auto connection = open_database(target);
    if (!connection.ok()) {
        return complain(connection.error());
    }
    if (rebuild == RebuildReports::Yes) {
        if (const auto built = rebuild_reports(*connection); !built.ok()) {
            return complain(built.error());
        }
    }
    auto report = office::records::self_check(*connection, look_at_recording(target.data + "/recordings"));
    if (!report.ok()) {
        return complain(report.error());
    }
    const auto compared = office::rollups::compare(
        *connection, [&](std::string fault) { report->faults.push_back("reports: " + std::move(fault)); });
    if (!compared.ok()) {
        return complain(compared.error());
    }
    for (const auto& fault : report->faults) {
        fmt::print("fault: {}\n", fault);
    }
    if (report->incomplete > 0) {
        fmt::print("note: {} recordings are known to be incomplete\n", report->incomplete);
    }
    fmt::print("{} calls, {} recordings, {} days of reports checked: {}\n", report->calls, report->recordings,
               *compared, report->faults.empty() ? "clean" : fmt::format("{} faults", report->faults.size()));
    return report->faults.empty() ? 0 : 1;
}

}  // namespace yh::app
