#include <algorithm>
#include <map>
#include <utility>

#include "base/json.h"
#include "base/log.h"
#include "office/crm/setting_rows.h"
#include "office/crm/setting_store.h"
#include "office/rollups/facts_of_day.h"

// Reading the books, and giving every company the settings that it begins with.
namespace yh::office::crm {

namespace {

/// Into the list of its kind. An entry that nobody can read must not keep the others from anybody.
template <class T>
bool take(const SettingRow& row, Book& book) {
    if (row.kind != KindOf<T>::word) {
        return false;
    }
    auto setting = from_json<T>(row.document, JsonAbsent::KeepsDefault);
    if (!setting.ok()) {
        log().error("crm.bad_setting", {{"id", row.id}, {"kind", row.kind}, {"why", setting.error().detail}});
        return true;
    }
    setting->id = SettingId{row.id};
    (book.*KindOf<T>::list).push_back(*std::move(setting));
    return true;
}

void take_row(const SettingRow& row, Book& book) {
    if (row.kind == mapping_word) {
        if (auto mapping = from_json<Mapping>(row.document, JsonAbsent::KeepsDefault); mapping.ok()) {
            book.mapping = *std::move(mapping);
            book.mapping.id = SettingId{row.id};
        } else {
            log().error("crm.bad_setting", {{"id", row.id}, {"why", mapping.error().detail}});
        }
        return;
    }
    if (row.kind == service_form_word) {
        if (auto form = from_json<ServiceForm>(row.document, JsonAbsent::KeepsDefault); form.ok()) {
            book.service_form = *std::move(form);
            book.service_form.id = SettingId{row.id};
        } else {
            log().error("crm.bad_setting", {{"id", row.id}, {"why", form.error().detail}});
        }
        return;
    }
    take<Field>(row, book) || take<Stage>(row, book) || take<TagGroup>(row, book) || take<Group>(row, book) ||
        take<DedupRule>(row, book) || take<AllocationRule>(row, book) || take<Pool>(row, book) ||
        take<FollowUpTemplate>(row, book);
}

/// A company to which nobody has given ids yet.
void complete(Book& book) {
    const auto& first = first_book();
    if (book.fields.empty()) {
        book.fields = first.fields;
    }
    if (book.stages.empty()) {
        book.stages = first.stages;
    }
    if (!book.mapping.id) {
        book.mapping = first.mapping;
    }
}

class FirstSettings {
  public:
    FirstSettings(db::Connection& connection, model::TenantId tenant, std::int64_t now_ms)
        : db_{connection}, tenant_{tenant}, now_ms_{now_ms} {}

    Result<void> write() {
        YH_TRY(const auto there,
               db_.rows<std::string>("SELECT DISTINCT kind FROM crm_settings WHERE tenant_id = ?", tenant_));
        const auto lacks = [&](std::string_view word) { return std::ranges::find(there, word) == there.end(); };
        const auto& first = first_book();
        if (lacks(KindOf<Field>::word)) {
            YH_CHECK(write_all(first.fields));
        }
        if (lacks(KindOf<Stage>::word)) {
            YH_CHECK(write_all(first.stages));
        }
        if (lacks(mapping_word)) {
            YH_CHECK(write_one(first.mapping, 0));
        }
        return {};
    }

  private:
    template <class T>
    Result<void> write_all(const std::vector<T>& settings) {
        std::int64_t position = 0;
        for (const auto& one : settings) {
            YH_CHECK(write_one(one, position++));
        }
        return {};
    }
    template <class T>
    Result<void> write_one(T setting, std::int64_t position) {
        YH_TRY(const auto newest, db_.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) FROM crm_settings"));
        setting.id = SettingId{std::max(newest + 1, IdMaker{}.make<SettingId>(now_ms_).value)};
        return db_.insert("crm_settings", row_of(tenant_, setting, position));
    }

    db::Connection& db_;
    model::TenantId tenant_;
    std::int64_t now_ms_;
};

}  // namespace

Result<Book> load_book(db::Connection& connection, model::TenantId tenant) {
    Book book;
    YH_TRY(book.zone, rollups::load_zone(connection, tenant.value));
    YH_CHECK(connection.each<SettingRow>(
        "SELECT * FROM crm_settings WHERE tenant_id = ? AND deleted_at_ms IS NULL ORDER BY kind, position, id",
        [&](SettingRow&& row) { take_row(row, book); }, tenant));
    complete(book);
    return book;
}

Result<BooksPtr> load_books(db::Connection& connection) {
    std::map<std::int64_t, Book> all;
    YH_CHECK(connection.each<SettingRow>(
        "SELECT * FROM crm_settings WHERE deleted_at_ms IS NULL ORDER BY tenant_id, kind, position, id",
        [&](SettingRow&& row) { take_row(row, all[row.tenant_id]); }));
    auto books = std::make_shared<Books>();
    for (auto& [tenant, book] : all) {
        complete(book);
        YH_TRY(book.zone, rollups::load_zone(connection, tenant));
        books->put(model::TenantId{tenant}, std::move(book));
    }
    return BooksPtr{std::move(books)};
}

Result<void> ensure_settings(db::Connection& connection, model::TenantId tenant, std::int64_t now_ms) {
    return FirstSettings{connection, tenant, now_ms}.write();
}

Result<void> ensure_settings(db::Connection& connection, std::int64_t now_ms) {
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto tenants, connection.rows<std::int64_t>("SELECT id FROM tenants ORDER BY id"));
    for (const auto tenant : tenants) {
        YH_CHECK(ensure_settings(connection, model::TenantId{tenant}, now_ms));
    }
    return transaction.commit();
}

}  // namespace yh::office::crm
