#pragma once

#include <libpq-fe.h>

#include <string>
#include <vector>

#include "db/row.h"

// Only this folder's PostgreSQL sources include this header.
namespace yh::db {

/// The numbers of PostgreSQL's own types: fixed in its pg_type.dat, and in no client header.
namespace oid {
inline constexpr Oid boolean = 16;
inline constexpr Oid bytea = 17;
inline constexpr Oid int8 = 20;
inline constexpr Oid int2 = 21;
inline constexpr Oid int4 = 23;
inline constexpr Oid float4 = 700;
inline constexpr Oid float8 = 701;
inline constexpr Oid numeric = 1700;
}  // namespace oid

/// One row of a result, its texts turned into numbers by the column's type.
class PostgresRow final : public Row {
  public:
    explicit PostgresRow(const PGresult* result);

    void move_to(int row) { row_ = row; }

    std::size_t size() const override { return types_.size(); }
    std::string_view name(std::size_t column) const override;
    Cell cell(std::size_t column) const override;

  private:
    const PGresult* result_;
    int row_ = 0;
    std::vector<Oid> types_;
    mutable std::vector<std::string> decoded_;  // of bytea columns
};

}  // namespace yh::db
