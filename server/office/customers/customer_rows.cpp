#include "office/customers/customer_rows.h"

#include <algorithm>
#include <iterator>

namespace yh::office::customers {

std::vector<crm::SettingId> tags_of(const CustomerRow& row) {
    std::vector<crm::SettingId> tags;
    std::ranges::transform(row.tags, std::back_inserter(tags), [](std::int64_t id) { return crm::SettingId{id}; });
    return tags;
}

void set_tags(CustomerRow& row, const std::vector<crm::SettingId>& tags) {
    row.tags.clear();
    std::ranges::transform(tags, std::back_inserter(row.tags), &crm::SettingId::value);
}

std::vector<TagRow> tag_rows(const CustomerRow& row) {
    std::vector<TagRow> rows;
    for (const auto tag : row.tags) {
        rows.push_back({row.id, tag, row.created_at_ms});
    }
    return rows;
}

}  // namespace yh::office::customers
