#include "office/tasks/announcement_store.h"

#include <fmt/format.h>

#include "base/utf8.h"
#include "office/messages/message_store.h"

namespace yh::office::tasks {

namespace {

struct AnnouncementRow {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t user_id = 0;
    std::string title;
    std::string content;
    std::int64_t created_at_ms = 0;
    std::int64_t changed_at_ms = 0;
};
BOOST_DESCRIBE_STRUCT(AnnouncementRow, (), (id, tenant_id, user_id, title, content, created_at_ms, changed_at_ms))

struct AnnouncementRead {
    std::int64_t id = 0;
    std::string title;
    std::string content;
    std::int64_t created_at_ms = 0;
    std::int64_t changed_at_ms = 0;
    std::string author_name;
};
BOOST_DESCRIBE_STRUCT(AnnouncementRead, (), (id, title, content, created_at_ms, changed_at_ms, author_name))

struct DepartmentOf {
    std::string code;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(DepartmentOf, (), (code, name))

bool is_text(std::string_view text, std::size_t most_bytes) {
    return text.find_first_not_of(" \t\r\n") != std::string_view::npos && text.size() <= most_bytes &&
           is_clean_utf8(text);
}

Announced refused(Error error) {
    return {0, std::move(error), {}};
}

/// Everybody who works here and whom it concerns.
Result<std::vector<std::int64_t>> audience(db::Connection& connection, std::int64_t tenant, std::int64_t id) {
    return connection.rows<std::int64_t>(
        "SELECT id FROM users WHERE tenant_id = ? AND status = 'active' AND deleted_at_ms IS NULL AND (NOT EXISTS "
        "(SELECT 1 FROM announcement_departments WHERE announcement_id = ?) OR department_id IN (SELECT department_id "
        "FROM announcement_departments WHERE announcement_id = ?))",
        tenant, id, id);
}

Result<std::optional<std::vector<std::int64_t>>> departments_of(db::Connection& connection, std::int64_t tenant,
                                                                const std::vector<std::string>& codes) {
    std::vector<std::int64_t> found;
    for (const auto& code : codes) {
        YH_TRY(const auto id, connection.row<std::int64_t>(
                                  "SELECT id FROM departments WHERE tenant_id = ? AND code = ?", tenant, code));
        if (!id) {
            return std::optional<std::vector<std::int64_t>>{};
        }
        found.push_back(*id);
    }
    return std::optional{std::move(found)};
}

}  // namespace

Result<std::vector<AnnouncementView>> list_announcements(db::Connection& connection, const people::SignedIn& who) {
    const bool writes = people::may(who, manage_announcements);
    YH_TRY(const auto rows,
           connection.rows<AnnouncementRead>(
               "SELECT announcements.id AS id, title, content, created_at_ms, changed_at_ms, COALESCE(users.name, '') "
               "AS author_name FROM announcements LEFT JOIN users ON users.id = announcements.user_id WHERE "
               "announcements.tenant_id = ? AND (? = 1 OR NOT EXISTS (SELECT 1 FROM announcement_departments WHERE "
               "announcement_id = announcements.id) OR EXISTS (SELECT 1 FROM announcement_departments WHERE "
               "announcement_id = announcements.id AND department_id = ?)) ORDER BY created_at_ms DESC, "
               "announcements.id DESC LIMIT 200",
               who.tenant, std::int64_t{writes ? 1 : 0}, who.department));
    std::vector<AnnouncementView> all;
    for (const auto& row : rows) {
        AnnouncementView view{{row.id},          row.title,       row.content, row.created_at_ms,
                              row.changed_at_ms, row.author_name, {},          {}};
        YH_TRY(const auto departments,
               connection.rows<DepartmentOf>("SELECT code, name FROM announcement_departments JOIN departments ON "
                                             "departments.id = department_id WHERE announcement_id = ? ORDER BY code",
                                             row.id));
        for (const auto& department : departments) {
            view.departments.push_back(department.code);
            view.department_names.push_back(department.name);
        }
        all.push_back(std::move(view));
    }
    return all;
}

Result<Announced> save_announcement(db::Connection& connection, const people::SignedIn& who, IdMaker& ids,
                                    std::int64_t id, const AnnouncementWish& wish, std::int64_t now_ms) {
    constexpr std::size_t longest_title = 300;
    constexpr std::size_t longest_content = 30'000;
    if (!is_text(wish.title, longest_title) || !is_text(wish.content, longest_content)) {
        return refused(invalid_input("announcement.text"));
    }
    const auto tenant = who.tenant.value;
    YH_TRY(const auto departments, departments_of(connection, tenant, wish.departments));
    if (!departments) {
        return refused(not_found("department.unknown"));
    }
    AnnouncementRow row{
        ids.make<Id<struct AnnouncementTag>>(now_ms).value, tenant, who.user.value, {}, {}, now_ms, now_ms};
    if (id != 0) {
        YH_TRY(auto old, connection.row<AnnouncementRow>("SELECT * FROM announcements WHERE id = ? AND tenant_id = ?",
                                                         id, tenant));
        if (!old) {
            return refused(not_found("announcement.unknown"));
        }
        row = *std::move(old);
        row.changed_at_ms = now_ms;
    }
    row.title = wish.title;
    row.content = wish.content;
    YH_CHECK(connection.upsert("announcements", row, {"id"}));
    YH_CHECK(connection.run("DELETE FROM announcement_departments WHERE announcement_id = ?", row.id));
    for (const auto department : *departments) {
        YH_CHECK(connection.run("INSERT INTO announcement_departments (announcement_id, department_id) VALUES (?, ?)",
                                row.id, department));
    }
    YH_TRY(auto people, audience(connection, tenant, row.id));
    if (id == 0) {
        for (const auto person : people) {
            YH_CHECK(messages::save_message(
                connection, ids,
                {who.tenant, model::UserId{person}, messages::MessageKind::Announcement, row.title, row.id}, now_ms));
        }
    }
    return Announced{row.id, {}, std::move(people)};
}

Result<bool> delete_announcement(db::Connection& connection, const people::SignedIn& who, std::int64_t id) {
    YH_TRY(const auto found,
           connection.row<std::int64_t>("SELECT id FROM announcements WHERE id = ? AND tenant_id = ?", id, who.tenant));
    if (!found) {
        return false;
    }
    YH_CHECK(connection.run("DELETE FROM announcement_departments WHERE announcement_id = ?", id));
    YH_CHECK(connection.run("DELETE FROM system_messages WHERE kind = 'announcement' AND about_id = ?", id));
    YH_CHECK(connection.run("DELETE FROM announcements WHERE id = ?", id));
    return true;
}

}  // namespace yh::office::tasks
