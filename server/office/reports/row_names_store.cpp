#include "office/reports/row_names.h"

namespace yh::office::reports {

namespace {

struct NamedRow {
    std::int64_t id = 0;
    std::string number;
    std::string name;
    bool former = false;
};
BOOST_DESCRIBE_STRUCT(NamedRow, (), (id, number, name, former))

std::string_view names_sql(Rows rows) {
    switch (rows) {
        case Rows::Agent:
            return "SELECT id, number, name, (deleted_at_ms IS NOT NULL OR status = 'left') AS former FROM users WHERE "
                   "tenant_id = ?";
        case Rows::Department:
            return "SELECT id, code AS number, name, FALSE AS former FROM departments WHERE tenant_id = ?";
        case Rows::Queue:
            return "SELECT id, number, name, deleted_at_ms IS NOT NULL AS former FROM queues WHERE tenant_id = ?";
        case Rows::Number:
        case Rows::Level:
        case Rows::None:
            break;
    }
    return {};
}

std::string nobody_s_name(Rows rows, http::Language language) {
    const bool chinese = language == http::Language::Chinese;
    switch (rows) {
        case Rows::Agent:
            return chinese ? "无坐席" : "No agent";
        case Rows::Department:
            return chinese ? "无部门" : "No department";
        case Rows::Queue:
            return chinese ? "无队列" : "No queue";
        case Rows::Number:
        case Rows::Level:
        case Rows::None:
            break;
    }
    return {};
}

}  // namespace

Result<RowNames> RowNames::read(db::Connection& connection, const Question& question) {
    RowNames names;
    names.rows_ = question.report().rows;
    names.nobody_.name = nobody_s_name(names.rows_, question.asked.reader.language);
    const auto sql = names_sql(names.rows_);
    if (sql.empty()) {
        return names;
    }
    YH_CHECK(connection.each<NamedRow>(
        sql,
        [&](NamedRow&& row) {
            names.names_[row.id] = {std::move(row.number), row.former ? row.name + "【删除】" : std::move(row.name)};
        },
        question.who().tenant));
    return names;
}

RowName RowNames::of(const CellKey& key) const {
    if (rows_ == Rows::Level) {
        return {{}, key.text};
    }
    if (rows_ == Rows::Number) {
        return {key.text, {}};
    }
    const auto found = names_.find(key.id);
    return found != names_.end() ? found->second : key.id == 0 ? nobody_ : RowName{std::to_string(key.id), {}};
}

}  // namespace yh::office::reports
