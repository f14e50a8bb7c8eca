#include "office/customers/history_view.h"

#include <string>
#include <string_view>

#include "http/text.h"
#include "office/customers/customer_fields.h"
#include "office/customers/pools/pool_seat.h"

namespace yh::office::customers {

namespace {

/// Numbers in a line of the history ("手机:135…, 公司:010…").
std::string hidden(const people::NumberMask& mask, const std::string& numbers) {
    std::string shown;
    for (const auto part : http::split(numbers, ',')) {
        const auto colon = part.rfind(':');
        const auto begin = colon == std::string_view::npos ? 0 : colon + 1;
        shown += shown.empty() ? "" : ",";
        shown += part.substr(0, begin);
        shown += mask.shown(part.substr(begin));
    }
    return shown;
}

}  // namespace

void hide_in_history(const Asker& asker, const HistoryPlace& place, std::vector<CustomerChange>& changes) {
    const auto mask = mask_in(asker.mask, asker.book(), place.pool, asker.who);
    std::erase_if(changes, [&](const CustomerChange& one) {
        return !may_read_change(asker.book(), place.object, asker.who, one.field);
    });
    for (auto& one : changes) {
        if (one.field == "numbers" && mask.hides()) {
            one.before = hidden(mask, one.before);
            one.after = hidden(mask, one.after);
        }
    }
}

}  // namespace yh::office::customers
