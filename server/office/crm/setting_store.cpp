#include "office/crm/setting_store.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "office/crm/setting_check.h"
#include "office/crm/setting_parts_store.h"
#include "office/crm/setting_rows.h"
#include "office/settings/config_audit.h"

namespace yh::office::crm {

namespace {

Changed refused(Error why) {
    Changed changed;
    changed.refusal = std::move(why);
    return changed;
}

template <class T>
Result<void> note_change(db::Connection& connection, const people::SignedIn& who, const T* before, const T* after,
                         std::int64_t now_ms) {
    const auto& named = after == nullptr ? *before : *after;
    std::string name;
    std::string_view word = mapping_word;
    if constexpr (!std::is_same_v<T, Mapping>) {
        name = named.name;
        word = KindOf<T>::word;
    }
    return settings::note_config_change(connection, who.tenant.value, who.user.value, "crm_" + std::string{word}, name,
                                        before == nullptr ? "" : to_json(*before),
                                        after == nullptr ? "" : to_json(*after), now_ms);
}

template <class T>
const T* find_setting(const Book& book, SettingId id) {
    const auto& all = book.*KindOf<T>::list;
    const auto found = std::ranges::find(all, id, &T::id);
    return found == all.end() ? nullptr : &*found;
}

template <class T>
Result<void> write_order(db::Connection& connection, const std::vector<T>& settings) {
    std::int64_t position = 0;
    for (const auto& one : settings) {
        YH_CHECK(connection.run("UPDATE crm_settings SET position = ? WHERE id = ? AND position <> ?", position, one.id,
                                position));
        ++position;
    }
    return {};
}

/// Behind all that are there: the first settings of a company may have been made in this very moment.
Result<SettingId> new_id(db::Connection& connection, IdMaker& ids, std::int64_t now_ms) {
    YH_TRY(const auto newest, connection.one<std::int64_t>("SELECT COALESCE(MAX(id), 0) FROM crm_settings"));
    return SettingId{std::max(newest + 1, ids.make<SettingId>(now_ms).value)};
}

/// A new one at its place among the others.
template <class T>
Result<void> insert_setting(db::Connection& connection, const people::SignedIn& who, const Book& book,
                            const T& setting) {
    auto all = book.*KindOf<T>::list;
    auto place = all.end();
    if constexpr (std::is_same_v<T, Stage>) {
        place = all.empty() ? all.end() : all.end() - 1;  // 完结 stays the last
    }
    all.insert(place, setting);
    YH_CHECK(connection.insert("crm_settings", row_of(who.tenant, setting, 0)));
    return write_order(connection, all);
}

template <class T>
std::size_t siblings_of(const Book& book, const T& setting) {
    return static_cast<std::size_t>(
        std::ranges::count_if(book.*KindOf<T>::list, [&](const T& one) { return are_siblings(one, setting); }));
}

/// A field that goes is mapped no more.
Result<void> forget_in_mapping(db::Connection& connection, const people::SignedIn& who, const Book& book,
                               const Field& field, std::int64_t now_ms) {
    auto mapping = book.mapping;
    const auto gone = std::erase_if(mapping.fields, [&](const FieldMapping& one) {
        return (field.object == ObjectKind::Lead && one.lead_field == field.key) ||
               (field.object == ObjectKind::Customer && one.customer_field == field.key);
    });
    if (gone == 0) {
        return {};
    }
    YH_CHECK(connection.run("UPDATE crm_settings SET document = ?, version = version + 1 WHERE id = ?",
                            to_json(mapping), mapping.id));
    return note_change(connection, who, &book.mapping, &mapping, now_ms);
}

/// In a transaction: the book as it is, every entry of it with an id.
Result<Book> book_to_change(db::Connection& connection, model::TenantId tenant, std::int64_t now_ms) {
    YH_CHECK(ensure_settings(connection, tenant, now_ms));
    return load_book(connection, tenant);
}

Result<Changed> changed_book(db::Connection& connection, db::Transaction& transaction, const people::SignedIn& who,
                             SettingId id) {
    Changed changed;
    changed.id = id;
    YH_TRY(changed.book, load_book(connection, who.tenant));
    YH_CHECK(transaction.commit());
    return changed;
}

}  // namespace

template <class T>
Result<Changed> save_setting(db::Connection& connection, const people::SignedIn& who, T wanted, IdMaker& ids,
                             std::int64_t now_ms) {
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto book, book_to_change(connection, who.tenant, now_ms));
    const auto* before = wanted.id ? find_setting<T>(book, wanted.id) : nullptr;
    if (wanted.id && before == nullptr) {
        return refused(not_found("crm.unknown"));
    }
    if (before == nullptr && siblings_of(book, wanted) >= KindOf<T>::most) {
        return refused(conflict("crm.too_many"));
    }
    YH_TRY(const auto namable, load_namable(connection, who.tenant));
    Changed faulty;
    faulty.problems = check_setting({book, namable}, wanted, before);
    if (faulty.problems.empty()) {
        YH_TRY(faulty.problems, finish_setting(connection, who.tenant, wanted, before, ids, now_ms));
    }
    if (!faulty.problems.empty()) {
        return faulty;
    }
    if (before == nullptr) {
        YH_TRY(wanted.id, new_id(connection, ids, now_ms));
        YH_CHECK(insert_setting(connection, who, book, wanted));
    } else if (to_json(*before) == to_json(wanted)) {
        return changed_book(connection, transaction, who, wanted.id);
    } else {
        YH_CHECK(connection.run("UPDATE crm_settings SET document = ?, version = version + 1 WHERE id = ?",
                                to_json(wanted), wanted.id));
    }
    YH_CHECK(note_change(connection, who, before, &wanted, now_ms));
    return changed_book(connection, transaction, who, wanted.id);
}

template <class T>
Result<Changed> delete_setting(db::Connection& connection, const people::SignedIn& who, SettingId id,
                               std::int64_t now_ms) {
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto book, book_to_change(connection, who.tenant, now_ms));
    const auto* setting = find_setting<T>(book, id);
    if (setting == nullptr) {
        return refused(not_found("crm.unknown"));
    }
    if constexpr (requires { setting->system; }) {
        if (setting->system) {
            return refused(conflict("crm.system"));
        }
    }
    auto kept = refused(conflict("crm.in_use"));
    for (auto& name : users_of(book, *setting)) {
        kept.problems.push_back({"used_by", "crm.in_use", std::move(name)});
    }
    YH_TRY(const auto objects, let_go(connection, who.tenant, *setting));
    if (objects > 0) {
        kept.problems.push_back({"objects", "crm.in_use", std::to_string(objects)});
    }
    if (!kept.problems.empty()) {
        return kept;
    }
    if constexpr (std::is_same_v<T, Field>) {
        YH_CHECK(forget_in_mapping(connection, who, book, *setting, now_ms));
    }
    YH_CHECK(
        connection.run("UPDATE crm_settings SET deleted_at_ms = ?, version = version + 1 WHERE id = ?", now_ms, id));
    YH_CHECK(note_change<T>(connection, who, setting, nullptr, now_ms));
    return changed_book(connection, transaction, who, id);
}

template <class T>
Result<Changed> order_settings(db::Connection& connection, const people::SignedIn& who,
                               const std::vector<SettingId>& order, std::int64_t now_ms) {
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto book, book_to_change(connection, who.tenant, now_ms));
    std::vector<T> wanted;
    std::string old_names;
    std::string new_names;
    for (const auto id : order) {
        const auto* one = find_setting<T>(book, id);
        const bool fits = one != nullptr && (wanted.empty() || are_siblings(wanted.front(), *one)) &&
                          std::ranges::find(wanted, id, &T::id) == wanted.end();
        if (!fits) {
            return refused(conflict("crm.order"));
        }
        wanted.push_back(*one);
    }
    if (wanted.empty() || wanted.size() != siblings_of(book, wanted.front())) {
        return refused(conflict("crm.order"));
    }
    if constexpr (std::is_same_v<T, Stage>) {
        if (!wanted.front().system || !wanted.back().system) {
            return refused(conflict("crm.system"));
        }
    }
    std::vector<std::string> before;
    std::vector<std::string> after;
    for (const auto& one : book.*KindOf<T>::list) {
        if (are_siblings(one, wanted.front())) {
            before.push_back(one.name);
        }
    }
    for (const auto& one : wanted) {
        after.push_back(one.name);
    }
    YH_CHECK(write_order(connection, wanted));
    if (before != after) {
        YH_CHECK(settings::note_config_change(connection, who.tenant.value, who.user.value,
                                              "crm_" + std::string{KindOf<T>::word}, "", to_json(before),
                                              to_json(after), now_ms));
    }
    return changed_book(connection, transaction, who, wanted.front().id);
}

Result<Changed> save_mapping(db::Connection& connection, const people::SignedIn& who, Mapping wanted,
                             std::int64_t now_ms) {
    YH_TRY(auto transaction, connection.begin());
    YH_TRY(const auto book, book_to_change(connection, who.tenant, now_ms));
    wanted.id = book.mapping.id;
    Changed faulty;
    faulty.problems = check_setting({book, {}}, wanted, &book.mapping);
    if (!faulty.problems.empty()) {
        return faulty;
    }
    if (to_json(wanted) != to_json(book.mapping)) {
        YH_CHECK(connection.run("UPDATE crm_settings SET document = ?, version = version + 1 WHERE id = ?",
                                to_json(wanted), wanted.id));
        YH_CHECK(note_change(connection, who, &book.mapping, &wanted, now_ms));
    }
    return changed_book(connection, transaction, who, wanted.id);
}

#define YH_SETTING_KIND(T)                                                                                         \
    template Result<Changed> save_setting<T>(db::Connection&, const people::SignedIn&, T, IdMaker&, std::int64_t); \
    template Result<Changed> delete_setting<T>(db::Connection&, const people::SignedIn&, SettingId, std::int64_t); \
    template Result<Changed> order_settings<T>(db::Connection&, const people::SignedIn&,                           \
                                               const std::vector<SettingId>&, std::int64_t)
YH_SETTING_KIND(Field);
YH_SETTING_KIND(Stage);
YH_SETTING_KIND(TagGroup);
YH_SETTING_KIND(Group);
YH_SETTING_KIND(DedupRule);
YH_SETTING_KIND(AllocationRule);
YH_SETTING_KIND(Pool);
YH_SETTING_KIND(FollowUpTemplate);
#undef YH_SETTING_KIND

}  // namespace yh::office::crm
