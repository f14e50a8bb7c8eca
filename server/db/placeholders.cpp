#include "db/placeholders.h"

namespace yh::db {

namespace {

// The length of the quoted text or comment that starts `sql`, 0 when there is none. A doubled quote needs no care:
// it reads as two quoted texts side by side.
std::size_t quoted_length(std::string_view sql) {
    const auto to = [sql](std::string_view end, std::size_t from) {
        const auto found = sql.find(end, from);
        return found == std::string_view::npos ? sql.size() : found + end.size();
    };
    if (sql.starts_with('\'')) {
        return to("'", 1);
    }
    if (sql.starts_with('"')) {
        return to("\"", 1);
    }
    if (sql.starts_with("--")) {
        return to("\n", 2);
    }
    if (sql.starts_with("/*")) {
        return to("*/", 2);
    }
    return 0;
}

}  // namespace

NumberedSql number_placeholders(std::string_view sql) {
    NumberedSql made;
    made.text.reserve(sql.size() + 16);
    while (!sql.empty()) {
        if (const auto quoted = quoted_length(sql); quoted != 0) {
            made.text += sql.substr(0, quoted);
            sql.remove_prefix(quoted);
            continue;
        }
        if (sql.front() == '?') {
            made.text += '$';
            made.text += std::to_string(++made.placeholders);
        } else {
            made.text += sql.front();
        }
        sql.remove_prefix(1);
    }
    return made;
}

}  // namespace yh::db
