#include "office/figures/system.h"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <utility>

#include "office/answer.h"
#include "office/figures/today_feed.h"
#include "office/people/identity.h"

namespace yh::office::figures {

namespace {

constexpr std::int64_t kib = 1024;
constexpr std::int64_t ms_of_day = 24 * 3600 * std::int64_t{1000};

/// The number behind `name` in a file of lines "name: number kB".
std::int64_t bytes_in(const char* file, std::string_view name) {
    std::ifstream lines{file};
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(name)) {
            std::istringstream rest{line.substr(name.size())};
            std::int64_t kilobytes = 0;
            rest >> kilobytes;
            return kilobytes * kib;
        }
    }
    return 0;
}

bool measure(DiskView& disk, std::set<unsigned long>& seen) {
    struct statvfs facts {};
    if (statvfs(disk.path.c_str(), &facts) != 0 || facts.f_blocks == 0 || !seen.insert(facts.f_fsid).second) {
        return false;
    }
    const auto block = static_cast<std::int64_t>(facts.f_frsize);
    disk.total_bytes = static_cast<std::int64_t>(facts.f_blocks) * block;
    disk.free_bytes = static_cast<std::int64_t>(facts.f_bavail) * block;
    return true;
}

/// Ours, then whatever else is mounted from a device: a disk for copies, a USB stick.
std::vector<DiskView> disks(const std::string& data_folder) {
    std::set<unsigned long> seen;
    std::vector<DiskView> all;
    // The folder itself may still be to come.
    std::filesystem::path there{data_folder};
    std::error_code ignored;
    while (there.has_parent_path() && there != there.root_path() && !std::filesystem::exists(there, ignored)) {
        there = there.parent_path();
    }
    if (DiskView ours{there.string(), 0, 0, true}; measure(ours, seen)) {
        all.push_back(std::move(ours));
    }
    std::ifstream mounts{"/proc/self/mounts"};
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream words{line};
        std::string device;
        DiskView disk;
        words >> device >> disk.path;
        // A file mounted over a file (as containers do) is no place of its own.
        if (device.starts_with("/dev/") && !disk.path.starts_with("/etc/") && measure(disk, seen)) {
            all.push_back(std::move(disk));
        }
    }
    return all;
}

void read_machine(SystemView& view, const std::string& data_folder) {
    double up_s = 0;
    std::ifstream{"/proc/uptime"} >> up_s;
    view.machine_up_s = static_cast<std::int64_t>(up_s);
    view.memory_total_bytes = bytes_in("/proc/meminfo", "MemTotal:");
    view.memory_free_bytes = bytes_in("/proc/meminfo", "MemAvailable:");
    view.process_bytes = bytes_in("/proc/self/status", "VmRSS:");
    view.disks = disks(data_folder);
}

/// What was healed in this company, and what concerns no one company.
void add_healed(const Office& office, model::TenantId tenant, SystemView& view) {
    view.healed = office.healed.since_start;
    for (auto one = office.healed.last.rbegin(); one != office.healed.last.rend(); ++one) {
        if (one->tenant && one->tenant != tenant) {
            continue;
        }
        HealedView line{one->at_ms, one->fault, {}, {}, {}};
        if (const auto* user = office.directory->find_user(one->user)) {
            line.agent = user->number;
            line.agent_name = user->name;
        }
        if (one->call) {
            line.call = one->call;
        }
        view.healed_last.push_back(std::move(line));
    }
}

void show_system(Office& office, const SystemView& known, const http::Request& request, http::Reply reply) {
    const auto now = to_ms(office.clock.wall());
    const auto state = office.writer.state();
    auto view = known;
    view.at_ms = now;
    view.database = state.healthy ? "ok" : std::string{state.code};
    add_healed(office, people::asker(request).tenant, view);
    office.readers.read(
        office.home,
        [view, now, folder = office.recordings_root](db::Connection& connection) mutable -> Result<SystemView> {
            // Files of other companies count, too: it is one disk.
            constexpr std::int64_t days = 7;
            YH_TRY(const auto recorded,
                   connection.one<std::int64_t>("SELECT CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) FROM recordings "
                                                "WHERE started_at_ms >= ?",
                                                now - days * ms_of_day));
            view.recorded_bytes_a_day = recorded / days;
            read_machine(view, folder);
            return view;
        },
        [&office, reply = std::make_shared<http::Reply>(std::move(reply))](Result<SystemView> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
                return;
            }
            office.desk.picture(office.home, [view = *std::move(found), reply](const model::LiveSnapshotPtr& live) {
                auto whole = view;
                whole.calls = static_cast<std::int64_t>(live->calls.size());
                answer(*reply, whole);
            });
        });
}

/// As the operation log tells them: who came and went, and every change of a state.
Result<std::int64_t> count_operations(db::Connection& connection, std::int64_t tenant, std::int64_t from_ms) {
    YH_TRY(const auto visits,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM sign_ins WHERE tenant_id = ? AND at_ms >= ? AND outcome "
                                        "IN ('signed_in', 'signed_out', 'expired', 'kicked')",
                                        tenant, from_ms));
    YH_TRY(const auto states,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM agent_states WHERE tenant_id = ? AND began_at_ms >= ?",
                                        tenant, from_ms));
    return visits + states;
}

Result<void> count_rows(db::Connection& connection, std::int64_t tenant, std::int64_t from_ms,
                        OverviewFigures& figures) {
    YH_TRY(figures.recordings,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM recordings WHERE tenant_id = ?", tenant));
    YH_TRY(figures.recordings_today,
           connection.one<std::int64_t>("SELECT COUNT(*) FROM recordings WHERE tenant_id = ? AND started_at_ms >= ?",
                                        tenant, from_ms));
    YH_TRY(figures.operations, count_operations(connection, tenant, 0));
    YH_TRY(figures.operations_today, count_operations(connection, tenant, from_ms));
    return {};
}

void count_people(const Office& office, model::TenantId tenant, const model::LiveSnapshot& live,
                  OverviewFigures& figures) {
    for (const auto& user : office.directory->users) {
        if (user.tenant != tenant || user.extension.empty()) {
            continue;
        }
        ++figures.agents;
        const auto agent = std::ranges::find(live.agents, user.id, &model::LiveAgent::user);
        figures.agents_online += agent != live.agents.end() && agent->state != model::AgentState::Offline ? 1 : 0;
    }
    figures.queues = std::ranges::count(office.directory->queues, tenant, &model::Queue::tenant);
}

void count_trunks(const Office& office, model::TenantId tenant, const std::vector<model::LiveTrunk>& live,
                  OverviewFigures& figures) {
    for (const auto& trunk : office.directory->trunks) {
        if (trunk.tenant == tenant) {
            ++figures.trunks;
            const auto now = std::ranges::find(live, trunk.id, &model::LiveTrunk::id);
            figures.trunks_up += now != live.end() && (now->state == model::TrunkHealth::Up ||
                                                       now->state == model::TrunkHealth::Registered)
                                     ? 1
                                     : 0;
        }
    }
}

void show_overview(Office& office, const http::Request& request, http::Reply reply) {
    const auto tenant = people::asker(request).tenant;
    const auto from_ms = company_day(office, tenant).from_ms;
    office.readers.read(
        office.home,
        [tenant = tenant.value, from_ms](db::Connection& connection) -> Result<OverviewFigures> {
            OverviewFigures figures;
            YH_CHECK(count_rows(connection, tenant, from_ms, figures));
            return figures;
        },
        [&office, tenant, reply = std::make_shared<http::Reply>(std::move(reply))](Result<OverviewFigures> found) {
            if (!found.ok()) {
                reply->fail(std::move(found).error());
                return;
            }
            office.look_at_trunks([&office, tenant, reply, figures = *found](const auto& trunks) {
                office.desk.picture(office.home,
                                    [&office, tenant, reply, figures, trunks](const model::LiveSnapshotPtr& live) {
                                        auto whole = figures;
                                        count_people(office, tenant, *live, whole);
                                        count_trunks(office, tenant, trunks, whole);
                                        answer(*reply, whole);
                                    });
            });
        });
}

/// What runs here, told to everybody who works with it (R012).
struct ProductView {
    std::string version;
    std::string licence = "Apache-2.0";
};
BOOST_DESCRIBE_STRUCT(ProductView, (), (version, licence))

}  // namespace

void add_system_routes(http::Router& router, Office& office, std::string_view version) {
    SystemView known;
    known.version = version;
    known.started_at_ms = to_ms(office.clock.wall());
    router.add({.pattern = "/api/v1/product",
                .permission = http::signed_in,
                .summary = {"The product's version and licence", "产品版本与许可"},
                .response = http::schema_of<ProductView>(),
                .handler = [product = ProductView{known.version}](const http::Request&, http::Reply reply) {
                    answer(reply, product);
                }});
    router.add({.pattern = "/api/v1/system",
                .permission = people::rights::configure,
                .summary = {"The machine, its disks and this process", "系统信息"},
                .response = http::schema_of<SystemView>(),
                .handler = on_home(office, [known](Office& at, const http::Request& request, http::Reply reply) {
                    show_system(at, known, request, std::move(reply));
                })});
    router.add({.pattern = "/api/v1/figures/overview",
                .permission = people::rights::configure,
                .summary = {"How many agents, queues, recordings, log entries and trunks there are", "概览数字"},
                .response = http::schema_of<OverviewFigures>(),
                .handler = on_home(office, show_overview)});
}

}  // namespace yh::office::figures
