#include "office/person_data.h"

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

}  // namespace yh::office
