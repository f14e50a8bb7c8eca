#include "office/logs/config_change_detail.h"

#include <utility>

#include "base/json.h"
#include "base/json_value.h"

namespace yh::office::logs {

namespace {

struct Values {
    std::string old_value;
    std::string new_value;
};
BOOST_DESCRIBE_STRUCT(Values, (), (old_value, new_value))

/// An employee as he was written down, without what the reader may not see of him (R255).
std::string without_hidden(const std::string& text, const people::FieldRights& fields) {
    auto user = JsonValue::parse(text);
    auto* members = user.ok() ? user->as_object() : nullptr;
    if (members == nullptr) {
        return text;
    }
    std::erase_if(*members, [&](const JsonMember& member) { return !fields.sees("employee." + member.name); });
    return to_json(*user);
}

}  // namespace

Result<ConfigChangeDetail> find_config_change(db::Connection& connection, const lists::Reader& reader,
                                              std::int64_t id) {
    YH_TRY(auto change, lists::find_row(connection, config_changes(), reader, id));
    if (!change) {
        return not_found("config_change.unknown");
    }
    YH_TRY(auto values, connection.one<Values>("SELECT old_value, new_value FROM config_changes WHERE id = ?", id));
    if (change->place == "user" && !reader.who.fields.sees_all()) {
        values.old_value = without_hidden(values.old_value, reader.who.fields);
        values.new_value = without_hidden(values.new_value, reader.who.fields);
    }
    return ConfigChangeDetail{*std::move(change), std::move(values.old_value), std::move(values.new_value)};
}

}  // namespace yh::office::logs
