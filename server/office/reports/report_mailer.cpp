#include "office/reports/report_mailer.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "base/log.h"
#include "http/text.h"
#include "office/lists/export_log_store.h"
#include "office/people/person_now.h"
#include "office/reports/catalogue.h"
#include "office/reports/report_work.h"

namespace yh::office::reports {

namespace {

constexpr auto look_every = std::chrono::seconds{10};
// Mail servers take no more than some tens of megabytes, and base64 makes a third more of it.
constexpr std::uintmax_t most_bytes = 15 * 1024 * 1024;

http::Language language_of(const DueReport& due) {
    return due.language == jobs::Language::English ? http::Language::English : http::Language::Chinese;
}

std::string title_of(const DueReport& due) {
    const auto* report = find_report(due.report);
    return report == nullptr ? due.report : text_in(report->title, language_of(due));
}

/// Thread: one that may block.
Result<std::string> read_whole(const std::string& path) {
    std::error_code missing;
    if (const auto size = std::filesystem::file_size(path, missing); missing || size > most_bytes) {
        return invalid_input("report.too_many_rows", "the file is too large for a mail");
    }
    std::ifstream file{path, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    std::filesystem::remove(path, missing);
    return bytes;
}

}  // namespace

/// One report that is being made.
struct ReportMailer::Sheet {
    DueReport due;
    jobs::Made made;
    Days days;
    std::string path;
    std::int64_t rows = 0;
    std::string bytes;
};

void ReportMailer::later() {
    office_.home.after(look_every, [this] { look(); });
}

void ReportMailer::look() {
    if (!door_ || office_.exports_root.empty()) {
        return;
    }
    office_.readers.read(
        office_.home,
        [now = to_ms(office_.clock.wall())](db::Connection& connection) { return next_due(connection, now); },
        [this](Result<std::optional<DueReport>> due) {
            if (due.ok() && *due) {
                make(std::move(**due));
            } else {
                later();
            }
        });
}

void ReportMailer::make(DueReport due) {
    const auto who = people::person_now(office_, due.user);
    if (!who) {
        note(std::move(due), {.problem = "user.unknown", .stop = true});
        return;
    }
    const auto zone = model::TimeZone::load(due.zone);
    const auto days = days_of(due, due.due_at_ms, zone.ok() ? *zone : model::TimeZone{});
    if (lists::needs_approval(office_, *who)) {
        note(due, {.problem = "report.needs_approval", .detail = title_of(due)});
        return;
    }
    jobs::FileWish wish;
    wish.list = std::string{list_prefix} + due.report;
    wish.format = due.format;
    wish.query = fmt::format("from={}&to={}&{}", said_period(Period::Day, days.from), said_period(Period::Day, days.to),
                             due.query);
    auto made = make_report(office_, lists::reader_for(office_, *who, language_of(due)), wish);
    if (!made.ok()) {
        note(due, {.problem = std::string{made.error().code}, .detail = title_of(due)});
        return;
    }
    auto sheet = std::make_shared<Sheet>();
    sheet->path = fmt::format("{}/report-{}.part", office_.exports_root, due.id.text());
    sheet->days = days;
    sheet->made = *std::move(made);
    sheet->due = std::move(due);
    step(sheet);
}

void ReportMailer::step(const std::shared_ptr<Sheet>& sheet) {
    office_.readers.read(
        office_.home,
        [sheet, root = office_.exports_root](db::Connection& connection) -> Result<bool> {
            std::error_code ignored;
            std::filesystem::create_directories(root, ignored);
            YH_TRY(const auto progress, sheet->made.work->step(connection, sheet->path));
            sheet->rows = progress.total;
            if (progress.at_end) {
                YH_TRY(sheet->bytes, read_whole(sheet->path));
            }
            return progress.at_end;
        },
        [this, sheet](const Result<bool>& at_end) {
            if (!at_end.ok()) {
                const auto passing = at_end.error().kind == ErrorKind::Unavailable;
                note(sheet->due,
                     {.problem = std::string{at_end.error().code}, .detail = title_of(sheet->due), .again = passing});
            } else if (*at_end) {
                send(sheet);
            } else {
                step(sheet);
            }
        });
}

void ReportMailer::send(const std::shared_ptr<Sheet>& sheet) {
    const auto& due = sheet->due;
    const bool chinese = language_of(due) == http::Language::Chinese;
    const auto title = title_of(due);
    const auto from = said_period(Period::Day, sheet->days.from);
    const auto to = said_period(Period::Day, sheet->days.to);
    const auto days = from == to ? from : from + " – " + to;
    ReportMail mail;
    mail.to = due.recipients;
    mail.subject = fmt::format("【{}】{} {}", due.company, title, days);
    mail.text = chinese
                    ? fmt::format("{}：{}，共 {} 行，见附件。\n{}\n", title, days, sheet->rows, sheet->made.said_zh)
                    : fmt::format("{}: {}, {} rows, attached.\n{}\n", title, days, sheet->rows, sheet->made.said_en);
    mail.file_name = fmt::format("{}-{}.{}", title, sheet->days.to, enum_text(due.format));
    mail.file_type = due.format == jobs::Format::Csv
                         ? "text/csv; charset=utf-8"
                         : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    mail.file = std::move(sheet->bytes);
    door_(due.tenant, std::move(mail), [this, sheet, title](const std::string& problem) {
        log().info("report.mailed", {{"schedule", sheet->due.id}, {"problem", problem}});
        note(sheet->due, {.problem = problem,
                          .detail = title,
                          .again = !problem.empty(),
                          .file_name = sheet->made.file_name,
                          .said_zh = sheet->made.said_zh,
                          .said_en = sheet->made.said_en,
                          .rows = sheet->rows});
    });
}

void ReportMailer::note(DueReport due, Sending sending) {
    office_.writer.write(
        office_.home,
        [due, sending = std::move(sending), now = to_ms(office_.clock.wall()), &ids = *office_.writers_ids](
            db::Connection& connection) { return note_sending(connection, ids, due, sending, now); },
        [this, user = due.user](const Result<bool>& told) {
            if (told.ok() && *told && office_.tell_person) {
                office_.tell_person(user, "message", 0);
            }
            // What could not be written down must not be sent again and again at once.
            later();
        });
}

}  // namespace yh::office::reports
