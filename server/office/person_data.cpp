#include "office/person_data.h"

#include <fmt/format.h>

namespace yh::office {

std::string with_numbers(std::string_view sql, const PersonSpan& span) {
    std::string places;
    for (std::size_t i = 0; i < span.spellings.size(); ++i) {
        places += i == 0 ? "(?" : ", ?";
    }
    places += ')';
    constexpr std::string_view mark = "{numbers}";
    std::string text{sql};
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at)) {
        text.replace(at, mark.size(), places);
    }
    return text;
}

db::Params person_params(const PersonSpan& span, std::initializer_list<std::int64_t> behind) {
    db::Params params{db::Param::integer(span.tenant)};
    for (const auto& spelling : span.spellings) {
        params.push_back(db::Param::own_text(spelling));
    }
    for (const auto value : behind) {
        params.push_back(db::Param::integer(value));
    }
    return params;
}

std::string from_their_rows(std::string_view table, const PersonSpan& span) {
    const auto sql = fmt::format(
        " FROM {0} WHERE tenant_id = ? AND (number IN {{numbers}} OR customer_id IN (SELECT card.id FROM customers AS "
        "card WHERE card.tenant_id = {0}.tenant_id AND (card.id IN (SELECT customer_id FROM customer_numbers WHERE "
        "number IN {{numbers}}) OR card.parent_id IN (SELECT customer_id FROM customer_numbers WHERE number IN "
        "{{numbers}}) OR card.merged_into IN (SELECT customer_id FROM customer_numbers WHERE number IN "
        "{{numbers}}))))",
        table);
    return with_numbers(sql, span);
}

db::Params their_rows_params(const PersonSpan& span) {
    constexpr int times = 4;  // as often as the spellings stand there
    db::Params params{db::Param::integer(span.tenant)};
    for (int i = 0; i < times; ++i) {
        for (const auto& spelling : span.spellings) {
            params.push_back(db::Param::own_text(spelling));
        }
    }
    return params;
}

}  // namespace yh::office
