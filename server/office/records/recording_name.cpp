#include "office/records/recording_name.h"

#include "office/lists/list_rows.h"

namespace yh::office::records {

std::string recording_file_name(std::int64_t at_ms, std::int64_t utc_offset_min, std::string_view number,
                                std::string_view whose) {
    std::string name;
    for (const char c : lists::local_time(at_ms, utc_offset_min)) {
        name += c == ' ' ? "-" : c == '-' || c == ':' ? "" : std::string(1, c);
    }
    for (const auto part : {number, whose}) {
        name += part.empty() ? "" : "_";
        for (const char c : part) {
            const bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '+';
            name += plain ? c : c == '*' ? 'x' : '-';
        }
    }
    return name + ".wav";
}

}  // namespace yh::office::records
