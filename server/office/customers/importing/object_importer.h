#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/tenant_options.h"
#include "office/customers/customer_store.h"
#include "office/customers/importing/import_cells.h"
#include "office/customers/importing/import_columns.h"
#include "office/customers/importing/intake.h"
#include "office/imports/kind.h"
#include "office/office.h"

namespace yh::office::customers {

/// Takes the rows of one file in as customers, leads or contacts, by the same functions by which pages save them: field
/// checks, dedup rules and allocation are the same (R161, R162). It is checked by doing it and taking that back. What
/// most rows of a portion would ask for is asked once, and what they make is written together (`Intake`).
class ObjectImporter final : public imports::Importer {
  public:
    ObjectImporter(const Office& office, const people::SignedIn& who, crm::ObjectKind object,
                   imports::Existing existing);

    std::vector<std::string> keys(const imports::Row& row) const override;
    bool rehearses() const override { return true; }
    Result<std::vector<imports::RowFate>> check(db::Connection& connection,
                                                std::span<const imports::Row> rows) const override;
    Result<std::vector<imports::RowFate>> carry_out(db::Connection& connection, std::span<const imports::Row> rows,
                                                    std::span<const std::int64_t> ids,
                                                    const std::vector<std::string>& secrets,
                                                    std::int64_t now_ms) const override;
    void on_portion(Office& office, std::span<const imports::Row> rows,
                    std::span<const imports::RowFate> fates) override;

  private:
    struct Known {
        std::optional<model::CustomerId> id;
        std::optional<imports::RowFate> wrong;
    };

    /// A row as numbers and rules compare it; of one that cannot be read, its numbers alone.
    struct Read {
        CustomerRow row;
        std::vector<NumberRow> numbers;
        bool whole = false;
    };
    Read read_row(const imports::Row& row) const;

    Result<imports::RowFate> take(db::Connection& connection, Intake& intake, const imports::Row& row,
                                  const std::vector<Mark>& marks, NewIds ids, std::int64_t now_ms) const;
    Result<imports::RowFate> add(db::Connection& connection, Intake& intake, const imports::Row& row,
                                 CustomerDraft draft, NewIds ids, std::int64_t now_ms) const;
    Result<imports::RowFate> change(db::Connection& connection, const imports::Row& row, model::CustomerId id,
                                    const CustomerDraft& written, std::int64_t history, std::int64_t now_ms) const;
    Result<Known> find_parent(db::Connection& connection, const std::string& cell) const;
    Result<Known> find_known(db::Connection& connection, const Presence& presence, const CustomerDraft& draft) const;
    std::optional<imports::RowFate> read(const imports::Row& row, CustomerDraft& draft) const;
    const std::string& cell(const imports::Row& row, Part part) const { return columns_.cell(row, part); }

    const crm::ObjectKind object_;
    const imports::Existing existing_;
    Asker asker_;
    bool gives_;
    ObjectColumns columns_;
    std::vector<model::CustomerLevel> levels_;
};

}  // namespace yh::office::customers
