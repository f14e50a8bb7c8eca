#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "http/reply.h"
#include "office/crm/book.h"
#include "office/crm/setting_kinds.h"
#include "office/people/identity.h"

// The settings of the CRM in the table crm_settings. All of it runs on threads that may block; what changes runs on the
// writer's.
namespace yh::office::crm {

/// What a company has not set up is as in the first book; an entry that cannot be read is left out, and said.
Result<Book> load_book(db::Connection& connection, model::TenantId tenant);
Result<BooksPtr> load_books(db::Connection& connection);

/// Gives companies that have none the fields, stages and the mapping of the first book, so that they have ids.
Result<void> ensure_settings(db::Connection& connection, std::int64_t now_ms);
Result<void> ensure_settings(db::Connection& connection, model::TenantId tenant, std::int64_t now_ms);

/// What became of a change. Neither refusal nor problems: it is done, and `book` is the company's from now on.
struct Changed {
    SettingId id;
    std::optional<Error> refusal;              ///< crm.unknown, crm.system, crm.in_use, crm.too_many, crm.order
    std::vector<http::FieldProblem> problems;  ///< what is wrong with what was sent, or who still needs what shall go
    Book book;
};

/// Makes a setting (id 0) or replaces one, with a line in the log of the configuration. A new one is the last of its
/// kind; of the stages the last but one.
template <class T>
Result<Changed> save_setting(db::Connection& connection, const people::SignedIn& who, T wanted, IdMaker& ids,
                             std::int64_t now_ms);
/// What rows hold of it stays there; a pool in which something lies, a stage in which somebody stands and what another
/// setting names cannot go.
template <class T>
Result<Changed> delete_setting(db::Connection& connection, const people::SignedIn& who, SettingId id,
                               std::int64_t now_ms);
/// `order`: exactly those of one object, or of a kind that knows no objects.
template <class T>
Result<Changed> order_settings(db::Connection& connection, const people::SignedIn& who,
                               const std::vector<SettingId>& order, std::int64_t now_ms);

Result<Changed> save_mapping(db::Connection& connection, const people::SignedIn& who, Mapping wanted,
                             std::int64_t now_ms);

/// What service records are filled in with: words, none of them twice.
Result<Changed> save_service_form(db::Connection& connection, const people::SignedIn& who, ServiceForm wanted,
                                  IdMaker& ids, std::int64_t now_ms);

/// How many a rule has given to somebody (已分配).
struct RuleUse {
    SettingId rule;
    std::string target;  ///< as the rule names it: a pool's id or a 工号
    std::int64_t today = 0;
    std::int64_t total = 0;
};
BOOST_DESCRIBE_STRUCT(RuleUse, (), (rule, target, today, total))
Result<std::vector<RuleUse>> rule_uses(db::Connection& connection, model::TenantId tenant, const model::TimeZone& zone,
                                       std::int64_t now_ms);

/// Whom settings can name.
struct NamedRole {
    std::string code;
    std::string name;  ///< empty: a base role, whose name the pages know
};
BOOST_DESCRIBE_STRUCT(NamedRole, (), (code, name))
struct NamedDepartment {
    std::string id;
    std::string name;
    std::string parent;  ///< id; empty: at the top
};
BOOST_DESCRIBE_STRUCT(NamedDepartment, (), (id, name, parent))
struct NamedPerson {
    std::string number;
    std::string name;
    std::string department;  ///< id
};
BOOST_DESCRIBE_STRUCT(NamedPerson, (), (number, name, department))
struct Namable {
    std::vector<NamedRole> roles;
    std::vector<NamedDepartment> departments;
    std::vector<NamedPerson> people;
};
BOOST_DESCRIBE_STRUCT(Namable, (), (roles, departments, people))
Result<Namable> load_namable(db::Connection& connection, model::TenantId tenant);

}  // namespace yh::office::crm
