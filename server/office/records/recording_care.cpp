#include "office/records/recording_care.h"

#include <cstdio>
#include <utility>

#include "base/log.h"
#include "office/records/annotation_store.h"
#include "office/records/recording_sum.h"
#include "office/settings/site_messages_store.h"

namespace yh::office::records {

namespace {

constexpr auto look_every = std::chrono::seconds{5};
constexpr std::int64_t remove_every_ms = 10 * 60'000;
constexpr int at_once = 50;
// What stands in place of the checksum of a file that cannot be read: it is looked for once, and `yinghe check` says
// it.
constexpr std::string_view unreadable = "unreadable";

struct OpenRow {
    std::int64_t id = 0;
    std::string path;
};
BOOST_DESCRIBE_STRUCT(OpenRow, (), (id, path))

struct OldRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t call_id = 0;
    std::int64_t started_at_ms = 0;
    std::int64_t duration_ms = 0;
    std::string path;
};
BOOST_DESCRIBE_STRUCT(OldRow, (), (id, tenant_id, call_id, started_at_ms, duration_ms, path))

}  // namespace

Result<std::vector<std::string>> forget_old_recordings(db::Connection& connection, std::int64_t now_ms, int most) {
    constexpr std::int64_t ms_of_day = 24 * 3600 * std::int64_t{1000};
    std::vector<std::string> paths;
    YH_TRY(const auto tenants, connection.rows<std::int64_t>("SELECT id FROM tenants ORDER BY id"));
    for (const auto tenant : tenants) {
        YH_TRY(const auto kept, settings::load_retention(connection, tenant));
        const auto room = most - static_cast<int>(paths.size());
        if (!kept || kept->recording_days <= 0 || room <= 0) {
            continue;
        }
        YH_TRY(const auto old, connection.rows<OldRow>(
                                   "SELECT id, tenant_id, call_id, started_at_ms, duration_ms, path FROM recordings "
                                   "WHERE tenant_id = ? AND started_at_ms < ? AND voicemail = FALSE ORDER BY "
                                   "started_at_ms, id LIMIT ?",
                                   tenant, now_ms - kept->recording_days * ms_of_day, std::int64_t{room}));
        for (const auto& row : old) {
            constexpr std::int64_t nobody = 0;
            YH_CHECK(forget_recording(
                connection, {row.id, row.tenant_id, row.call_id, row.started_at_ms, row.duration_ms, now_ms, nobody}));
            paths.push_back(row.path);
        }
    }
    return paths;
}

void RecordingCare::start() {
    later();
}

void RecordingCare::later() {
    office_.home.after(look_every, [this] { look(); });
}

void RecordingCare::look() {
    if (to_ms(office_.clock.wall()) - removed_at_ms_ >= remove_every_ms) {
        remove_old();
        return;
    }
    office_.readers.read(
        office_.home,
        [](db::Connection& connection) {
            return connection.rows<OpenRow>(
                "SELECT id, path FROM recordings WHERE checksum = '' AND failure = '' ORDER BY id LIMIT ?",
                std::int64_t{at_once});
        },
        [this](const Result<std::vector<OpenRow>>& open) {
            if (!open.ok() || open->empty()) {
                later();
                return;
            }
            std::vector<File> files;
            for (const auto& row : *open) {
                files.push_back({row.id, row.path, {}});
            }
            take_sums(std::move(files));
        });
}

void RecordingCare::take_sums(std::vector<File> files) {
    files_.post([this, files = std::move(files)]() mutable {
        for (auto& file : files) {
            const auto sum = sum_of_file(office_.recordings_root + "/" + file.path);
            file.sum = sum.ok() ? *sum : std::string{unreadable};
        }
        office_.home.post([this, files = std::move(files)]() mutable { write_sums(std::move(files)); });
    });
}

void RecordingCare::write_sums(std::vector<File> files) {
    office_.writer.write(
        office_.home,
        [files = std::move(files)](db::Connection& connection) -> Result<void> {
            for (const auto& file : files) {
                YH_CHECK(connection.run("UPDATE recordings SET checksum = ? WHERE id = ?", file.sum, file.id));
            }
            return {};
        },
        [this](const Result<void>&) { later(); });
}

// The database forgets first: should we die in between, a file is left that nobody can reach any more.
void RecordingCare::remove_old() {
    office_.writer.write(
        office_.home,
        [now = to_ms(office_.clock.wall())](db::Connection& connection) {
            return forget_old_recordings(connection, now, at_once);
        },
        [this](Result<std::vector<std::string>> forgotten) {
            if (!forgotten.ok()) {
                log().error("recording.retention_failed", {{"detail", forgotten.error().detail}});
            }
            // As many as fit at once: there may be more.
            if (!forgotten.ok() || forgotten->size() < at_once) {
                removed_at_ms_ = to_ms(office_.clock.wall());
            }
            remove_files(forgotten.ok() ? *std::move(forgotten) : std::vector<std::string>{});
        });
}

void RecordingCare::remove_files(std::vector<std::string> paths) {
    if (paths.empty()) {
        later();
        return;
    }
    log().info("recording.retention", {{"deleted", paths.size()}});
    files_.post([this, paths = std::move(paths)] {
        for (const auto& path : paths) {
            std::remove((office_.recordings_root + "/" + path).c_str());
        }
        office_.home.post([this] { later(); });
    });
}

}  // namespace yh::office::records
