#include "office/records/list_route.h"

namespace yh::office::records {

std::optional<std::string> text_arg(const http::Request& request, std::string_view name) {
    const auto text = request.arg(name);
    return text && !text->empty() ? std::optional{std::string{*text}} : std::nullopt;
}

Result<std::optional<std::int64_t>> number_arg(const http::Request& request, std::string_view name) {
    const auto text = request.arg(name);
    if (!text || text->empty()) {
        return std::optional<std::int64_t>{};
    }
    YH_TRY(const auto value, parse_id(*text));
    return std::optional{value};
}

Result<std::optional<std::string>> number_part_arg(const http::Request& request) {
    auto number = text_arg(request, "number");
    if (number && (number->size() < 3 || number->find_first_not_of("0123456789+*#") != std::string::npos)) {
        return invalid_input("number.too_short", "at least 3 digits");
    }
    return number;
}

std::optional<std::string> agent_arg(const http::Request& request) {
    auto agent = text_arg(request, "agent");
    if (agent == "me") {
        agent = people::asker(request).number;
    }
    return agent;
}

Result<CsvLook> csv_look(const http::Request& request) {
    CsvLook look;
    look.language = request.language();
    for (const auto name : http::split(request.arg("columns").value_or(""), ',')) {
        if (!name.empty()) {
            look.columns.emplace_back(name);
        }
    }
    if (const auto text = request.arg("utc_offset_min")) {
        constexpr std::int64_t a_day = 24 * 60;
        const bool west = text->starts_with('-');
        const auto minutes = *text == "0" ? Result<std::int64_t>{0} : parse_id(text->substr(west ? 1 : 0));
        if (!minutes.ok() || *minutes > a_day) {
            return invalid_input("offset.malformed", "minutes east of UTC");
        }
        look.utc_offset_min = west ? -*minutes : *minutes;
    }
    return look;
}

std::string recording_file_name(std::int64_t at_ms, std::int64_t utc_offset_min, std::string_view number,
                                std::string_view whose) {
    std::string name;
    for (const char c : local_time(at_ms, utc_offset_min)) {
        name += c == ' ' ? "-" : c == '-' || c == ':' ? "" : std::string(1, c);
    }
    for (const auto part : {number, whose}) {
        name += part.empty() ? "" : "_";
        for (const char c : part) {
            const bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '+';
            name += plain ? c : '-';
        }
    }
    return name + ".wav";
}

}  // namespace yh::office::records
