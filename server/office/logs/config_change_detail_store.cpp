#include "office/logs/config_change_detail.h"

namespace yh::office::logs {

namespace {

struct Values {
    std::string old_value;
    std::string new_value;
};
BOOST_DESCRIBE_STRUCT(Values, (), (old_value, new_value))

}  // namespace

Result<ConfigChangeDetail> find_config_change(db::Connection& connection, const lists::Reader& reader,
                                              std::int64_t id) {
    YH_TRY(auto change, lists::find_row(connection, config_changes(), reader, id));
    if (!change) {
        return not_found("config_change.unknown");
    }
    YH_TRY(auto values, connection.one<Values>("SELECT old_value, new_value FROM config_changes WHERE id = ?", id));
    return ConfigChangeDetail{*std::move(change), std::move(values.old_value), std::move(values.new_value)};
}

}  // namespace yh::office::logs
