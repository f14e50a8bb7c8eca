#include "office/alarms/alarm_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace yh::office::alarms {

namespace {

constexpr std::size_t longest_name = 40;
constexpr std::size_t longest_address = 500;
constexpr std::size_t most_mailboxes = 20;
constexpr std::size_t longest_mailbox = 254;
constexpr std::int64_t longest_for_s = 3600;
constexpr double highest = 1'000'000;

bool has_blank(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char letter) { return letter <= ' ' || letter == 0x7f; });
}

// What passes cannot end a header or a command of the mail server.
bool is_mailbox(std::string_view text) {
    const auto at = text.find('@');
    const auto plain = [](unsigned char letter) { return letter > ' ' && letter < 0x7f; };
    return at != text.npos && at > 0 && at + 1 < text.size() && text.size() <= longest_mailbox &&
           std::ranges::all_of(text, plain) && text.find_first_of("<>()[],;:\\\"") == text.npos &&
           text.find('@', at + 1) == text.npos;
}

// Names and passwords in an address would stand in logs.
bool is_address(std::string_view text) {
    const auto after = text.starts_with("https://") ? 8U : text.starts_with("http://") ? 7U : 0U;
    const auto host = text.substr(std::min<std::size_t>(after, text.size()), text.find('/', after) - after);
    return after > 0 && !host.empty() && host.find('@') == host.npos && text.size() <= longest_address &&
           !has_blank(text);
}

}  // namespace

std::vector<http::FieldProblem> problems_of(const AlarmRule& rule, bool has_queue) {
    std::vector<http::FieldProblem> problems;
    const auto note = [&problems](std::string field, std::string_view code) {
        problems.push_back({std::move(field), code, {}});
    };
    if (rule.name.empty()) {
        note("name", "config.required");
    } else if (rule.name.size() > longest_name * 3) {
        note("name", "config.too_long");
    }
    if (!has_queue) {
        note("queue", "config.unknown_queue");
    } else if (rule.figure == AlarmFigure::Abnormal && !rule.queue.empty()) {
        note("queue", "alarm.whole_company");
    }
    const double most = rule.figure == AlarmFigure::ServiceLevel ? 100 : highest;
    if (!(rule.threshold >= 0 && rule.threshold <= most)) {
        note("threshold", "config.out_of_range");
    }
    if (rule.for_s < 0 || rule.for_s > longest_for_s) {
        note("for_s", "config.out_of_range");
    }
    if (rule.mail_to.size() > most_mailboxes) {
        note("mail_to", "config.out_of_range");
    }
    for (std::size_t i = 0; i < rule.mail_to.size(); ++i) {
        if (!is_mailbox(rule.mail_to[i])) {
            note(fmt::format("mail_to[{}]", i), "config.mailbox");
        }
    }
    if (!rule.webhook.empty() && !is_address(rule.webhook)) {
        note("webhook", "alarm.address");
    }
    return problems;
}

}  // namespace yh::office::alarms
