#include "office/jobs/maker.h"

#include <fmt/format.h>

#include <algorithm>

#include "http/text.h"
#include "office/jobs/export_work.h"
#include "office/lists/list_rows.h"
#include "office/lists/said_query.h"

namespace yh::office::jobs {

namespace {

/// Which page it was is part of what the log of exports says.
void add_page(Made& made, const PageArgs& page) {
    made.said_zh += fmt::format("{}第 {} 页（每页 {} 条）", made.said_zh.empty() ? "" : "；", page.page, page.size);
    made.said_en += fmt::format("{}page {} ({} to a page)", made.said_en.empty() ? "" : "; ", page.page, page.size);
}

}  // namespace

Result<Made> make_export(Office& office, const lists::Reader& reader, const FileWish& wish) {
    const auto found = std::ranges::find(office.lists, std::string_view{wish.list}, &lists::List::name);
    const auto query = http::parse_query(wish.query);
    if (found == office.lists.end() || !query) {
        return not_found("list.unknown", wish.list);
    }
    const auto& list = **found;
    if (!people::may(reader.who, list.permission) || !people::may(reader.who, list.exported_by)) {
        return Error{ErrorKind::Forbidden, "http.forbidden", std::string{list.exported_by}};
    }
    YH_TRY(auto asked, lists::read_query(list, *query, reader));
    YH_TRY(auto columns,
           lists::read_columns(list, lists::text_arg(*query, "columns").value_or(""), asked.reader.extra.get()));
    const auto mask = people::company_mask(reader.who.tenant, *office.directory);
    Made made;
    made.said_zh = lists::said_query(list, asked, http::Language::Chinese, mask);
    made.said_en = lists::said_query(list, asked, http::Language::English, mask);
    const auto title = reader.language == http::Language::Chinese ? list.title.chinese : list.title.english;
    made.file_name = job_file_name(title, to_ms(office.clock.wall()), asked.reader.utc_offset_min, wish.format);
    const auto which = lists::text_arg(*query, "only") == "page" ? lists::FileRows::Page : lists::FileRows::All;
    if (which == lists::FileRows::Page) {
        add_page(made, asked.page);
    }
    made.work = std::make_shared<ExportWork>(list, std::move(asked), std::move(columns), wish.format, which);
    return made;
}

std::string job_file_name(std::string_view title, std::int64_t at_ms, std::int64_t utc_offset_min, Format format) {
    std::string time;
    for (const char c : lists::local_time(at_ms, utc_offset_min)) {
        time += c == ' ' ? "-" : c == '-' || c == ':' ? "" : std::string(1, c);
    }
    return fmt::format("{}-{}.{}", title, time, enum_text(format));
}

}  // namespace yh::office::jobs
