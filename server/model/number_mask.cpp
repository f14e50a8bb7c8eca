#include "model/number_mask.h"

#include <algorithm>
#include <cstddef>

namespace yh::model {
namespace {

constexpr std::size_t kLongestWhole = 6;
constexpr std::size_t kHidden = 4;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string without_its_middle(std::string_view number) {
    std::string seen(number);
    const auto digits = static_cast<std::size_t>(std::count_if(number.begin(), number.end(), is_digit));
    if (digits <= kLongestWhole) {
        return seen;
    }
    const std::size_t first = (digits - kHidden) / 2;
    std::size_t digit = 0;
    for (char& c : seen) {
        if (!is_digit(c)) {
            continue;
        }
        if (digit >= first && digit < first + kHidden) {
            c = '*';
        }
        ++digit;
    }
    return seen;
}

}  // namespace

std::string masked(std::string_view number, HideNumbers how) {
    switch (how) {
        case HideNumbers::Off:
            return std::string(number);
        case HideNumbers::All:
            return number.empty() ? std::string() : std::string("*****");
        case HideNumbers::Partial:
            return without_its_middle(number);
    }
    return std::string("*****");  // an unknown wish hides rather than shows
}

}  // namespace yh::model
