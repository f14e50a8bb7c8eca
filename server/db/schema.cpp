#include "db/schema.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace yh::db {

namespace {

struct Column {
    std::string table_name;
    std::string column_name;
    std::string type;
    bool required = false;
    bool is_key = false;
};
BOOST_DESCRIBE_STRUCT(Column, (), (table_name, column_name, type, required, is_key))

struct Index {
    std::string index_name;
    std::string table_name;
};
BOOST_DESCRIBE_STRUCT(Index, (), (index_name, table_name))

constexpr std::string_view sqlite_columns =
    "SELECT m.name AS table_name, c.name AS column_name, c.type AS type,"
    " c.\"notnull\" <> 0 AS required, c.pk <> 0 AS is_key"
    " FROM sqlite_master m JOIN pragma_table_info(m.name) c"
    " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";

constexpr std::string_view postgres_columns =
    "SELECT t.relname AS table_name, a.attname AS column_name, format_type(a.atttypid, a.atttypmod) AS type,"
    " a.attnotnull AS required, (a.attnum = ANY (i.indkey)) IS TRUE AS is_key"
    " FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = current_schema()"
    " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary"
    " WHERE t.relkind IN ('r', 'p')";

// Only those that a migration names; what stands behind PRIMARY KEY and UNIQUE is the engine's own business.
constexpr std::string_view sqlite_indexes =
    "SELECT name AS index_name, tbl_name AS table_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL";

constexpr std::string_view postgres_indexes =
    "SELECT c.relname AS index_name, t.relname AS table_name FROM pg_index i"
    " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid"
    " JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()"
    " WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)";

std::string common_type(std::string type) {
    std::ranges::transform(type, type.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    constexpr std::pair<std::string_view, std::string_view> same[] = {
        {"int8", "bigint"}, {"bool", "boolean"}, {"real", "double"}, {"double precision", "double"}, {"bytea", "blob"}};
    for (const auto& [theirs, ours] : same) {
        if (type == theirs) {
            return std::string{ours};
        }
    }
    return type;
}

std::string_view how(const Column& column) {
    if (column.is_key) {
        return " key";
    }
    return column.required ? " required" : " null";
}

}  // namespace

Result<std::vector<std::string>> describe_schema(Connection& connection) {
    const bool sqlite = connection.engine() == Engine::Sqlite;
    std::vector<std::string> lines;
    YH_TRY(const auto columns, connection.rows<Column>(sqlite ? sqlite_columns : postgres_columns));
    for (const auto& column : columns) {
        lines.push_back(column.table_name + "." + column.column_name + " " + common_type(column.type));
        lines.back() += how(column);
    }
    YH_TRY(const auto indexes, connection.rows<Index>(sqlite ? sqlite_indexes : postgres_indexes));
    for (const auto& index : indexes) {
        lines.push_back("index " + index.index_name + " on " + index.table_name);
    }
    std::ranges::sort(lines);
    return lines;
}

}  // namespace yh::db
