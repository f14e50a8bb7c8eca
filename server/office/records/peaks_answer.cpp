#include "office/records/peaks_answer.h"

#include <utility>

#include "office/answer.h"

namespace yh::office::records {

Result<std::size_t> wanted_points(const http::Request& request) {
    constexpr std::int64_t most_points = 4000;
    const auto points = parse_id(request.arg("points").value_or("800"));
    if (!points.ok() || *points > most_points) {
        return invalid_input("points.malformed", "1 to 4000");
    }
    return static_cast<std::size_t>(*points);
}

// A finished recording never changes: what was drawn once, the browser may keep.
void answer_peaks(Office& office, const DrawPeaks& draw, std::string path, std::size_t points,
                  std::shared_ptr<http::Reply> reply) {
    office.readers.read(
        office.home, [draw, path = std::move(path), points](db::Connection&) { return draw(path, points); },
        [reply = std::move(reply)](Result<RecordingPeaks> peaks) {
            if (!peaks.ok()) {
                reply->fail(std::move(peaks).error());
                return;
            }
            reply->send({200,
                         {{"Content-Type", "application/json"}, {"Cache-Control", "private, max-age=86400"}},
                         to_json(*peaks)});
        });
}

}  // namespace yh::office::records
