#include "office/lists/said_query.h"

#include <fmt/format.h>

#include <algorithm>

#include "http/text.h"
#include "office/lists/list_rows.h"
#include "office/lists/words.h"

namespace yh::office::lists {

namespace {

/// Conditions that are called like no column.
struct Named {
    std::string_view key;
    Title title;
};
constexpr Named named[] = {{"customer", {"客户号码", "Customer"}},
                           {"person", {"相关人员", "Person"}},
                           {"annotated", {"有批注", "Annotated"}},
                           {"known", {"已建客户", "Known customer"}},
                           {"owned", {"有所属人", "Has an owner"}},
                           {"min_ms", {"最短", "At least"}},
                           {"max_ms", {"短于", "Shorter than"}},
                           {"mine", {"我的工单", "My orders"}},
                           {"handler", {"处理人", "Handler"}},
                           {"nobody", {"处理人已离职", "Handler left"}},
                           {"due_before", {"时限早于", "Due before"}},
                           {"order", {"工单编号", "Work order"}},
                           {"department", {"部门", "Department"}},
                           {"queue", {"队列", "Queue"}},
                           {"questionnaire", {"问卷编号", "Questionnaire no."}},
                           {"option", {"选项编号", "Option no."}},
                           {"agent", {"坐席", "Agent"}}};

std::string_view in(const Title& title, http::Language language) {
    return language == http::Language::Chinese ? title.chinese : title.english;
}

std::string_view title_of(const List& list, const Extra* extra, std::string_view key, http::Language language) {
    if (const auto* known = std::ranges::find(named, key, &Named::key); known != std::ranges::end(named)) {
        return in(known->title, language);
    }
    const auto* column = find_column(list, extra, key);
    const auto title = column == nullptr ? std::string_view{} : in(column->title, language);
    return title.empty() ? key : title;
}

// Whoever reads this may see fewer numbers than who asked: what is typed like one is hidden like one.
std::string without_number(const std::string& text, const people::NumberMask& mask) {
    constexpr std::size_t shortest_number = 7;
    const bool number =
        text.size() >= shortest_number && text.find_first_not_of("0123456789+-*# ") == std::string::npos;
    return number ? mask.shown(text) : text;
}

std::string said_found(const Column& column, std::string_view keys, http::Language language) {
    std::string names;
    for (const auto key : http::split(keys, ',')) {
        names += names.empty() ? "" : language == http::Language::Chinese ? "、" : ", ";
        names += said_choices(column, std::string{key}, language);
    }
    return names;
}

std::string said_value(const List& list, const Extra* extra, const Asked::Condition& condition, http::Language language,
                       const people::NumberMask& mask) {
    const auto& [filter, value] = condition;
    switch (filter->kind) {
        case FilterKind::Telephone:
            return mask.shown(value);
        case FilterKind::Word:
        case FilterKind::Choice: {
            const auto* column = find_column(list, filter->key);
            return said_word(column == nullptr ? Column{} : *column, value, language);
        }
        case FilterKind::Number:
            return filter->key.ends_with("_ms") ? fmt::format("{} s", std::stoll(value) / 1000) : value;
        case FilterKind::Found: {
            const auto* column = find_column(list, extra, filter->key);
            return column == nullptr ? value : said_found(*column, value, language);
        }
        case FilterKind::Person:
        case FilterKind::HadPart:
        case FilterKind::FoundDay:
        case FilterKind::FoundPerson:
        case FilterKind::Text:
        case FilterKind::Part:
            return without_number(value, mask);
    }
    return value;
}

}  // namespace

std::string said_query(const List& list, const Asked& asked, http::Language language, const people::NumberMask& mask) {
    const bool chinese = language == http::Language::Chinese;
    std::string said;
    const auto add = [&](std::string_view title, const std::string& value) {
        said += fmt::format("{}{}{}{}", said.empty() ? "" : chinese ? "；" : "; ", title, chinese ? "：" : ": ", value);
    };
    const auto time = [&](std::optional<std::int64_t> at_ms) {
        return at_ms ? local_time(*at_ms, asked.reader.utc_offset_min) : std::string{};
    };
    if (asked.from_ms || asked.to_ms) {
        add(chinese ? "时间" : "Time", fmt::format("{} – {}", time(asked.from_ms), time(asked.to_ms)));
    }
    if (!asked.narrowing.sql.empty()) {
        add(chinese ? "统计" : "Figure", chinese ? asked.narrowing.said_zh : asked.narrowing.said_en);
    }
    for (const auto& condition : asked.conditions) {
        add(title_of(list, asked.reader.extra.get(), condition.filter->key, language),
            said_value(list, asked.reader.extra.get(), condition, language, mask));
    }
    if (!asked.search.empty()) {
        add(chinese ? "搜索" : "Search", without_number(asked.search, mask));
    }
    return said;
}

}  // namespace yh::office::lists
