#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "office/customers/customer.h"
#include "office/customers/own_columns.h"
#include "office/lists/list.h"

// What the lists of customers, leads, contacts and pools share: the row, the columns, the filters. Each list takes what
// it needs (R121, R137, R139).
namespace yh::office::customers {

/// One row of any of these lists; what a list does not have stays absent.
struct CustomerItem {
    model::CustomerId id;
    std::string name;
    std::string number;  ///< the first
    std::optional<std::string> number_token;
    std::int64_t numbers = 0;  ///< how many there are
    std::optional<std::string> region;
    std::string level;
    Gender gender = Gender::Unknown;
    std::string note;
    std::optional<std::string> stage;  ///< its name
    std::optional<std::string> tags;   ///< their names
    std::optional<std::string> group_name;
    std::string owner;
    std::string owner_name;
    std::optional<model::CustomerId> parent;  ///< a contact's customer
    std::optional<std::string> parent_name;
    std::optional<std::string> pool;  ///< its name
    std::optional<std::int64_t> pooled_at_ms;
    std::optional<std::string> last_owner_name;  ///< who had it before the pool
    std::optional<model::CustomerId> converted_to;
    std::optional<Source> source;
    std::optional<std::int64_t> followed_at_ms;
    std::string creator;
    std::string creator_name;
    std::string updater;  ///< who changed it last (R139)
    std::string updater_name;
    std::int64_t created_at_ms = 0;
    std::int64_t updated_at_ms = 0;
    JsonValue fields;  ///< the company's own that the reader sees
};
BOOST_DESCRIBE_STRUCT(CustomerItem, (),
                      (id, name, number, number_token, numbers, region, level, gender, note, stage, tags, group_name,
                       owner, owner_name, parent, parent_name, pool, pooled_at_ms, last_owner_name, converted_to,
                       source, followed_at_ms, creator, creator_name, updater, updater_name, created_at_ms,
                       updated_at_ms, fields))

namespace columns {

using lists::Column;
using lists::Kind;

inline constexpr lists::WordTitle gender_words[] = {{"unknown", "未选择"}, {"male", "男"}, {"female", "女"}};
inline constexpr lists::WordTitle source_words[] = {
    {"hand", "手工录入"}, {"call", "来电录入"}, {"import", "导入"}, {"lead", "线索转化"}, {"platform", "管理平台"}};

inline constexpr Column name{"name", {"名称", "Name"}, "customers.name"};
inline constexpr Column number{"number", {"电话", "Number"}, "COALESCE(main_number.number, '')", Kind::Telephone};
inline constexpr Column region{"region", {"归属地", "Region"}, "COALESCE(main_number.number, '')", Kind::Region};
inline constexpr Column level{
    .key = "level", .title = {"客户类型", "Type"}, .sql = "customers.level", .field = people::fields::customer_level};
inline constexpr Column gender{.key = "gender",
                               .title = {"性别", "Gender"},
                               .sql = "customers.gender",
                               .kind = Kind::Word,
                               .words = gender_words,
                               .field = people::fields::customer_gender};
inline constexpr Column stage{
    "stage", {"阶段", "Stage"}, "COALESCE(CAST(customers.stage_id AS TEXT), '0')", Kind::Setting};
inline constexpr Column tags{"tags", {"标签", "Tags"}, "customers.tags", Kind::Setting};
inline constexpr Column group{
    "group_name", {"分组", "Group"}, "COALESCE(CAST(customers.group_id AS TEXT), '')", Kind::Setting};
/// Who owns, made or changed a row is looked for among the people, of whom there are few, and not for each row.
inline constexpr Column owner{.key = "owner",
                              .title = {"所属人工号", "Owner"},
                              .sql = "COALESCE(owners.number, '')",
                              .field = people::fields::customer_owner,
                              .searched =
                                  "customers.owner_id IN (SELECT named.id FROM users AS named WHERE named.tenant_id = "
                                  "{tenant} AND named.number LIKE ? ESCAPE '!')"};
inline constexpr Column owner_name{.key = "owner_name",
                                   .title = {"所属人", "Owner's name"},
                                   .sql = "COALESCE(owners.name, '')",
                                   .field = people::fields::customer_owner,
                                   .searched =
                                       "customers.owner_id IN (SELECT named.id FROM users AS named WHERE "
                                       "named.tenant_id = {tenant} AND named.name LIKE ? ESCAPE '!')"};
inline constexpr Column pool{"pool", {"公海", "Pool"}, "COALESCE(CAST(customers.pool_id AS TEXT), '')", Kind::Setting};
inline constexpr Column pooled_at{
    "pooled_at_ms", {"进入公海时间", "In the pool since"}, "customers.pooled_at_ms", Kind::Time};
inline constexpr Column source{
    .key = "source", .title = {"来源", "Source"}, .sql = "customers.source", .kind = Kind::Word, .words = source_words};
inline constexpr Column followed_at{
    "followed_at_ms", {"最近跟进", "Last followed up"}, "customers.followed_at_ms", Kind::Time};
inline constexpr Column creator{.key = "creator",
                                .title = {"创建人工号", "Created by"},
                                .sql = "COALESCE(creators.number, '')",
                                .searched =
                                    "customers.created_by IN (SELECT named.id FROM users AS named WHERE "
                                    "named.tenant_id = {tenant} AND named.number LIKE ? ESCAPE '!')"};
inline constexpr Column creator_name{.key = "creator_name",
                                     .title = {"创建人", "Creator's name"},
                                     .sql = "COALESCE(creators.name, '')",
                                     .searched =
                                         "customers.created_by IN (SELECT named.id FROM users AS named WHERE "
                                         "named.tenant_id = {tenant} AND named.name LIKE ? ESCAPE '!')"};
inline constexpr Column updater{.key = "updater",
                                .title = {"更新人工号", "Changed by"},
                                .sql = "COALESCE(updaters.number, '')",
                                .searched =
                                    "customers.updated_by IN (SELECT named.id FROM users AS named WHERE "
                                    "named.tenant_id = {tenant} AND named.number LIKE ? ESCAPE '!')"};
inline constexpr Column updater_name{.key = "updater_name",
                                     .title = {"更新人", "Last editor's name"},
                                     .sql = "COALESCE(updaters.name, '')",
                                     .searched =
                                         "customers.updated_by IN (SELECT named.id FROM users AS named WHERE "
                                         "named.tenant_id = {tenant} AND named.name LIKE ? ESCAPE '!')"};
inline constexpr Column note{
    .key = "note", .title = {"备注", "Note"}, .sql = "customers.note", .field = people::fields::customer_note};
inline constexpr Column created_at{"created_at_ms", {"创建时间", "Created"}, "customers.created_at_ms", Kind::Time};
inline constexpr Column updated_at{"updated_at_ms", {"更新时间", "Changed"}, "customers.updated_at_ms", Kind::Time};
inline constexpr Column numbers{
    .key = "numbers",
    .sql = "(SELECT COUNT(*) FROM customer_numbers WHERE customer_numbers.customer_id = customers.id)",
    .kind = Kind::Number,
    .shown = false};
inline constexpr Column fields{.key = "fields", .sql = "customers.fields", .shown = false};
inline constexpr Column converted_to{
    .key = "converted_to", .sql = "customers.converted_to", .kind = Kind::Id, .shown = false};
inline constexpr Column id{
    .key = "id", .title = {"编号", "Id"}, .sql = "customers.id", .kind = Kind::Id, .shown = false};

}  // namespace columns

namespace filters {

using lists::Filter;
using lists::FilterKind;

inline constexpr lists::Choice whose[] = {{"none", "customers.owner_id IS NULL"}};
inline constexpr Filter owner{
    .key = "owner", .kind = FilterKind::Person, .clause = "owners.number = ?", .field = people::fields::customer_owner};
inline constexpr Filter owned{
    .key = "owned", .kind = FilterKind::Choice, .choices = whose, .field = people::fields::customer_owner};
inline constexpr Filter creator{"creator", FilterKind::Person, "creators.number = ?"};
inline constexpr Filter level{.key = "level", .clause = "customers.level = ?", .field = people::fields::customer_level};
inline constexpr Filter gender{.key = "gender",
                               .kind = FilterKind::Word,
                               .clause = "customers.gender = ?",
                               .check = lists::is_word<Gender>,
                               .field = people::fields::customer_gender};
inline constexpr Filter number{
    .key = "number",
    .kind = FilterKind::Telephone,
    .finder = {.table = "customer_numbers", .row = "customer_id", .value = "number", .time = {}, .group = "tenant_id"}};
/// 0: what is still in the first stage.
inline constexpr Filter stage{"stage", FilterKind::Number,
                              "(customers.stage_id = ? OR (? = 0 AND customers.stage_id IS NULL))"};
inline constexpr Filter tag{"tag", FilterKind::Number,
                            "customers.id IN (SELECT customer_id FROM customer_tags WHERE tag_id = ?)"};
inline constexpr Filter group{"group", FilterKind::Number, "customers.group_id = ?"};
inline constexpr Filter pool{"pool", FilterKind::Number, "customers.pool_id = ?"};
inline constexpr Filter source{
    .key = "source", .kind = FilterKind::Word, .clause = "customers.source = ?", .check = lists::is_word<Source>};
inline constexpr Filter followed_before{"followed_before_ms", FilterKind::Number,
                                        "COALESCE(customers.followed_at_ms, customers.created_at_ms) < ?"};

/// The times besides the list's own (R122): from one moment on, and before another.
inline constexpr Filter followed_from{"followed_from_ms", FilterKind::Number, "customers.followed_at_ms >= ?"};
inline constexpr Filter followed_to{"followed_to_ms", FilterKind::Number, "customers.followed_at_ms < ?"};
inline constexpr Filter updated_from{"updated_from_ms", FilterKind::Number, "customers.updated_at_ms >= ?"};
inline constexpr Filter updated_to{"updated_to_ms", FilterKind::Number, "customers.updated_at_ms < ?"};

}  // namespace filters

/// Tables of customers, leads and what lies in pools.
inline constexpr std::string_view objects_from =
    "customers LEFT JOIN customer_numbers AS main_number ON main_number.customer_id = customers.id AND "
    "main_number.position = 0 LEFT JOIN users AS owners ON owners.id = customers.owner_id LEFT JOIN users AS "
    "creators ON creators.id = customers.created_by LEFT JOIN users AS updaters ON updaters.id = "
    "customers.updated_by";

/// Customers and leads whom nobody owns are seen by those who see more than their own: somebody must give them to
/// somebody.
inline constexpr people::ScopeColumns objects_scope{
    .person = "customers.owner_id", .queue = {}, .own = "(customers.owner_id IS NULL AND ? <> 0)", .own_values = 1};

}  // namespace yh::office::customers
