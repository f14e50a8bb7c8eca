#include "office/eraser.h"

namespace yh::office {

Result<std::vector<ErasedCount>> count_each(db::Connection& connection, const EraseSpan& span,
                                            std::initializer_list<CountOf> counts) {
    std::vector<ErasedCount> found;
    for (const auto& [what, sql] : counts) {
        YH_TRY(const auto count, connection.one<std::int64_t>(sql, span.tenant, span.before_ms));
        found.push_back({std::string{what}, count});
    }
    return found;
}

Result<void> run_each(db::Connection& connection, std::int64_t id, std::initializer_list<std::string_view> statements) {
    for (const auto sql : statements) {
        if (auto ran = connection.run(sql, id); !ran.ok()) {
            return std::move(ran).error();
        }
    }
    return {};
}

Result<Erased> erase_each(db::Connection& connection, const EraseSpan& span, std::int64_t most, std::string_view ids,
                          std::initializer_list<std::string_view> statements) {
    YH_TRY(const auto found, connection.rows<std::int64_t>(ids, span.tenant, span.before_ms, most));
    for (const auto id : found) {
        YH_CHECK(run_each(connection, id, statements));
    }
    return Erased{static_cast<std::int64_t>(found.size()), {}};
}

}  // namespace yh::office
