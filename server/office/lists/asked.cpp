#include "office/lists/asked.h"

#include <algorithm>

#include "http/text.h"

namespace yh::office::lists {

namespace {

using Query = std::vector<http::NamedValue>;

Error too_short() {
    return invalid_input("number.too_short", "at least 3 digits");
}

// What is hidden must not be found out by asking for it, either.
Error hidden_from_you(std::string_view key) {
    return {ErrorKind::Forbidden, "field.hidden", std::string{key}};
}

/// "2026-11-01..2026-11-30", "..2026-11-30", "2026-11-01..".
Result<void> check_days(std::string_view value) {
    const auto dots = value.find("..");
    const auto is_day = [](std::string_view day) {
        constexpr std::string_view shape = "0000-00-00";
        return day.empty() || std::ranges::equal(day, shape, [](char c, char like) {
                   return like == '-' ? c == '-' : c >= '0' && c <= '9';
               });
    };
    const bool fits = dots != std::string_view::npos && value.size() > 2 && is_day(value.substr(0, dots)) &&
                      is_day(value.substr(dots + 2));
    return fits ? Result<void>{} : Result<void>{invalid_input("day.malformed", std::string{value})};
}

bool is_chosen(const Filter& filter, std::string_view value) {
    return std::ranges::find(filter.choices, value, &Choice::value) != filter.choices.end();
}

Result<void> check_value(const Filter& filter, const std::string& value) {
    switch (filter.kind) {
        case FilterKind::Text:
        case FilterKind::Part:
        case FilterKind::Person:
        case FilterKind::HadPart:
        case FilterKind::Found:
        case FilterKind::FoundPerson:
            return {};
        case FilterKind::FoundDay:
            return check_days(value);
        case FilterKind::Number: {
            const auto number = value == "0" ? Result<std::int64_t>{0} : parse_id(value);
            return number.ok() ? Result<void>{} : Result<void>{number.error()};
        }
        case FilterKind::Word:
            return is_chosen(filter, value) ? Result<void>{} : filter.check(value);
        case FilterKind::Choice:
            return is_chosen(filter, value) ? Result<void>{} : invalid_input("choice.unknown", value);
        case FilterKind::Telephone:
            if (value.size() < 3 || value.find_first_not_of("0123456789+*#") != std::string::npos) {
                return too_short();
            }
            return {};
    }
    return {};
}

Result<void> read_conditions(std::span<const Filter> filters, const Query& query, Asked& asked) {
    for (const auto& filter : filters) {
        auto value = text_arg(query, filter.key);
        if (!value) {
            continue;
        }
        if (!asked.reader.who.fields.sees(filter.field)) {
            return hidden_from_you(filter.key);
        }
        YH_CHECK(check_value(filter, *value));
        if (!filter.not_with.empty() && text_arg(query, filter.not_with)) {
            return invalid_input("filter.not_together", std::string{filter.key});
        }
        const bool names_person = filter.kind == FilterKind::Person || filter.kind == FilterKind::HadPart ||
                                  filter.kind == FilterKind::FoundPerson;
        if (names_person && *value == "me") {
            value = asked.reader.who.number;
        }
        asked.conditions.push_back({&filter, *std::move(value)});
    }
    return {};
}

bool is_hidden_extra(const Reader& reader, std::string_view key) {
    return reader.extra && std::ranges::find(reader.extra->hidden, key) != reader.extra->hidden.end();
}

/// What the company added, and what it hides of that.
Result<void> read_extra_conditions(const Query& query, Asked& asked) {
    const auto extra = asked.reader.extra;
    if (!extra) {
        return {};
    }
    for (const auto key : extra->hidden) {
        if (text_arg(query, key)) {
            return hidden_from_you(key);
        }
    }
    return read_conditions(extra->filters, query, asked);
}

Result<void> read_order(const List& list, const Query& query, Asked& asked) {
    const auto text = text_arg(query, "sort");
    if (!text) {
        return {};
    }
    std::string_view key = *text;
    asked.ascending = !key.starts_with('-');
    key.remove_prefix(asked.ascending ? 0 : 1);
    const auto* column = find_column(list, asked.reader.extra.get(), key);
    if (is_hidden_extra(asked.reader, key)) {
        return hidden_from_you(key);
    }
    if (column == nullptr || column->sql.empty() || column->kind == Kind::Region ||
        (!column->shown && column->order.empty())) {
        return invalid_input("sort.unknown", std::string{key});
    }
    // The order of what is hidden tells of it: whoever may add a row of his own could close in on a number by it.
    if (!asked.reader.who.fields.sees(column->field) || (is_number(*column) && asked.reader.mask.hides())) {
        return hidden_from_you(key);
    }
    asked.sort = (column->order.empty() ? column->sql : column->order) == list.time ? nullptr : column;
    return {};
}

Result<void> read_after(const Query& query, Asked& asked) {
    const auto text = text_arg(query, "after");
    if (!text) {
        return {};
    }
    const auto dot = text->find('.');
    const auto at = parse_id(std::string_view{*text}.substr(0, dot));
    const auto id = dot == std::string::npos ? at : parse_id(std::string_view{*text}.substr(dot + 1));
    if (!at.ok() || !id.ok() || dot == std::string::npos || asked.sort != nullptr) {
        return invalid_input("page.malformed", "after");
    }
    asked.after = {*at, *id};
    return {};
}

std::optional<std::string_view> find_arg(const Query& query, std::string_view name) {
    const auto found = std::ranges::find(query, name, [](const auto& arg) { return std::string_view{arg.first}; });
    return found == query.end() ? std::nullopt : std::optional<std::string_view>{found->second};
}

}  // namespace

const Column* find_column(const List& list, std::string_view key) {
    const auto found = std::ranges::find(list.columns, key, &Column::key);
    return found == list.columns.end() ? nullptr : &*found;
}

const Column* find_column(const List& list, const Extra* extra, std::string_view key) {
    const auto* column = find_column(list, key);
    if (column != nullptr || extra == nullptr) {
        return column;
    }
    const auto found = std::ranges::find(extra->columns, key, &Column::key);
    return found == extra->columns.end() ? nullptr : &*found;
}

Reader reader_in(const List& list, Reader reader) {
    if (list.extra != nullptr) {
        reader.extra = list.extra(reader);
        reader.who.fields = reader.extra->fields;
    }
    return reader;
}

std::optional<std::string> text_arg(const Query& query, std::string_view name) {
    const auto text = find_arg(query, name);
    return text && !text->empty() ? std::optional{std::string{*text}} : std::nullopt;
}

Result<std::optional<std::int64_t>> number_arg(const Query& query, std::string_view name) {
    const auto text = text_arg(query, name);
    if (!text) {
        return std::optional<std::int64_t>{};
    }
    YH_TRY(const auto value, parse_id(*text));
    return std::optional{value};
}

Result<std::int64_t> offset_arg(const Query& query) {
    constexpr std::int64_t usual = 480;
    constexpr std::int64_t a_day = 24 * 60;
    const auto text = find_arg(query, "utc_offset_min");
    if (!text) {
        return usual;
    }
    const bool west = text->starts_with('-');
    const auto minutes = *text == "0" ? Result<std::int64_t>{0} : parse_id(text->substr(west ? 1 : 0));
    if (!minutes.ok() || *minutes > a_day) {
        return invalid_input("offset.malformed", "minutes east of UTC");
    }
    return west ? -*minutes : *minutes;
}

Result<Asked> read_query(const List& list, const Query& query, Reader reader) {
    Asked asked;
    asked.reader = reader_in(list, std::move(reader));
    YH_TRY(asked.reader.utc_offset_min, offset_arg(query));
    YH_TRY(asked.page, page_args(find_arg(query, "page"), find_arg(query, "size")));
    YH_TRY(asked.from_ms, number_arg(query, "from_ms"));
    YH_TRY(asked.to_ms, number_arg(query, "to_ms"));
    asked.search = text_arg(query, "search").value_or("");
    YH_CHECK(read_conditions(list.filters, query, asked));
    YH_CHECK(read_extra_conditions(query, asked));
    if (list.narrowed != nullptr) {
        YH_TRY(asked.narrowing, list.narrowed->make(query, asked.reader));
    }
    if (list.masked != nullptr) {
        asked.reader.mask = list.masked(asked);
    }
    YH_CHECK(read_order(list, query, asked));
    YH_CHECK(read_after(query, asked));
    return asked;
}

Reader reader_of(const Office& office, const http::Request& request) {
    return reader_for(office, people::asker(request), request.language());
}

Reader reader_for(const Office& office, people::SignedIn who, http::Language language) {
    Reader reader;
    reader.mask = people::mask_for(who, *office.directory);
    reader.who = std::move(who);
    reader.seal = office.numbers;
    reader.books = office.books;
    reader.language = language;
    return reader;
}

Result<std::vector<const Column*>> read_columns(const List& list, std::string_view names, const Extra* extra) {
    std::vector<const Column*> columns;
    for (const auto name : http::split(names, ',')) {
        if (name.empty()) {
            continue;
        }
        const auto* column = find_column(list, extra, name);
        if (column == nullptr || !column->shown) {
            return invalid_input("column.unknown", std::string{name});
        }
        columns.push_back(column);
    }
    if (columns.empty()) {
        for (const auto& column : list.columns) {
            if (column.shown) {
                columns.push_back(&column);
            }
        }
        for (std::size_t i = 0; extra != nullptr && i < extra->columns.size(); ++i) {
            columns.push_back(&extra->columns[i]);
        }
    }
    return columns;
}

}  // namespace yh::office::lists
