#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/text.h"
#include "office/answer.h"
#include "office/office.h"
#include "office/people/identity.h"
#include "office/records/record_csv.h"

// What the routes of all lists share: reading their arguments, answering what a reader found, the export.
namespace yh::office::records {

/// An argument that is missing or empty is none.
std::optional<std::string> text_arg(const http::Request& request, std::string_view name);
Result<std::optional<std::int64_t>> number_arg(const http::Request& request, std::string_view name);
/// `?number=`: part of a telephone number. Error: number.too_short.
Result<std::optional<std::string>> number_part_arg(const http::Request& request);
/// `?agent=`: a 工号, or "me".
std::optional<std::string> agent_arg(const http::Request& request);

template <class E>
Result<std::optional<E>> word_arg(const http::Request& request, std::string_view name) {
    const auto text = request.arg(name);
    if (!text || text->empty()) {
        return std::optional<E>{};
    }
    YH_TRY(const auto value, parse_enum<E>(*text));
    return std::optional{value};
}

/// `?columns=` and `?utc_offset_min=`. Error: offset.malformed.
Result<CsvLook> csv_look(const http::Request& request);

/// "20261121-093005_13912345678_10001.wav": sorts by time and says whose it is.
std::string recording_file_name(std::int64_t at_ms, std::int64_t utc_offset_min, std::string_view number,
                                std::string_view whose);

using SharedReply = std::shared_ptr<http::Reply>;

inline SharedReply share(http::Reply&& reply) {
    return std::make_shared<http::Reply>(std::move(reply));
}

/// Runs `find` on a reader and answers what it found.
template <class Find>
void answer_found(Office& office, http::Reply reply, Find find) {
    office.readers.read(office.home, std::move(find), [reply = share(std::move(reply))](auto found) {
        if (found.ok()) {
            answer(*reply, *found);
        } else {
            reply->fail(std::move(found).error());
        }
    });
}

/// The list as a file, whole: exactly the rows and columns that the same arguments show on the screen. `find` is asked
/// for all rows as one page.
template <class Find>
void export_list(Office& office, const http::Request& request, http::Reply reply, std::string_view name, Find find) {
    auto look = csv_look(request);
    if (!look.ok()) {
        reply.fail(std::move(look).error());
        return;
    }
    const auto file =
        fmt::format("{}-{}.csv", name, local_time(to_ms(office.clock.wall()), look->utc_offset_min).substr(0, 10));
    office.readers.read(
        office.home,
        [find, look = *look](db::Connection& connection) -> Result<std::string> {
            // Beyond this a person wants a report; and the text is built in memory.
            constexpr std::int64_t most_rows = 50'000;
            YH_TRY(const auto found, find(connection, PageArgs{1, most_rows}));
            if (found.total > most_rows) {
                return invalid_input("export.too_many", "narrow the list to 50,000 rows");
            }
            return csv_of(found.items, look);
        },
        [file, reply = share(std::move(reply))](Result<std::string> csv) {
            if (!csv.ok()) {
                reply->fail(std::move(csv).error());
                return;
            }
            reply->send({200,
                         {{"Content-Type", "text/csv; charset=utf-8"},
                          {"Content-Disposition", http::content_disposition(file)}},
                         *std::move(csv)});
        });
}

}  // namespace yh::office::records
