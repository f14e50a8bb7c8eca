#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

#include "base/describe.h"
#include "base/json.h"
#include "office/crm/setting_kinds.h"

// Settings as they stand in the table crm_settings; shared by what reads and what changes them.
namespace yh::office::crm {

struct SettingRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::string kind;
    std::string object;
    std::int64_t position = 0;
    std::string document;
    std::int64_t version = 1;
    std::optional<std::int64_t> deleted_at_ms;
};
BOOST_DESCRIBE_STRUCT(SettingRow, (), (id, tenant_id, kind, object, position, document, version, deleted_at_ms))

template <class T>
std::string object_word(const T& setting) {
    if constexpr (has_object<T>) {
        return std::string{enum_text(setting.object)};
    } else {
        return {};
    }
}

template <class T>
SettingRow row_of(model::TenantId tenant, const T& setting, std::int64_t position) {
    SettingRow row;
    row.id = setting.id.value;
    row.tenant_id = tenant.value;
    if constexpr (std::is_same_v<T, Mapping>) {
        row.kind = mapping_word;
    } else {
        row.kind = KindOf<T>::word;
    }
    row.object = object_word(setting);
    row.position = position;
    row.document = to_json(setting);
    return row;
}

}  // namespace yh::office::crm
