#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/id.h"
#include "base/json_value.h"
#include "model/ids.h"
#include "model/time_zone.h"

// The book of rules of the CRM (业务对象 settings): what a company's customers, leads and contacts are made of, and
// what may become of them. Each entry is one document of the table crm_settings; `id` and `position` are its row's.
namespace yh::office::crm {

using SettingId = Id<struct CrmSettingTag>;

/// The business objects (业务对象, R120).
enum class ObjectKind { Customer, Lead, Contact };
BOOST_DESCRIBE_ENUM(ObjectKind, Customer, Lead, Contact)

/// Who is meant: everybody, or whoever is named in one of the ways. Names: a base role or a role's code; a department's
/// id; a 工号.
struct Audience {
    bool everybody = true;
    std::vector<std::string> roles;
    std::vector<std::string> departments;
    std::vector<std::string> people;

    bool operator==(const Audience&) const = default;
};
BOOST_DESCRIBE_STRUCT(Audience, (), (everybody, roles, departments, people))

/// R160: 输入, 文本, 数字, 选择, 单选, 多选, 日期, 时间, 关联 (a person of the company).
enum class FieldType { Text, Paragraph, Number, Select, Radio, Checks, Date, Time, Person };
BOOST_DESCRIBE_ENUM(FieldType, Text, Paragraph, Number, Select, Radio, Checks, Date, Time, Person)

/// An answer of a closed field. Rows hold `key`, which never changes: a new name loses nothing.
struct FieldChoice {
    std::string key;
    std::string name;
    bool enabled = true;

    bool operator==(const FieldChoice&) const = default;
};
BOOST_DESCRIBE_STRUCT(FieldChoice, (), (key, name, enabled))

/// A field of a business object (R158–R160), in the order of the form (`position`). System fields have the keys of the
/// card ("name", "numbers", "level", "gender", "note"); a company's own have "f1", "f2" …, which is their member in
/// customers.fields and never changes.
struct Field {
    SettingId id;
    ObjectKind object = ObjectKind::Customer;
    std::string key;
    bool system = false;
    FieldType type = FieldType::Text;
    std::string name;
    std::vector<FieldChoice> choices;  ///< of Select, Radio and Checks
    JsonValue initial;                 ///< 默认值, as a value of the field; null: none
    std::string remark;
    bool enabled = true;
    bool required = false;
    bool listed = false;  ///< a column of the list from the beginning (显示, R141)
    Audience readers;
    Audience writers;
};
BOOST_DESCRIBE_STRUCT(Field, (),
                      (id, object, key, system, type, name, choices, initial, remark, enabled, required, listed,
                       readers, writers))

/// 客户阶段 (R135, R156): the first and the last are the system's and can only be renamed.
enum class StageState { Open, Won, Lost };
BOOST_DESCRIBE_ENUM(StageState, Open, Won, Lost)

struct Stage {
    SettingId id;
    std::string name;
    StageState state = StageState::Open;
    std::int64_t progress = 0;  ///< percent
    bool system = false;
};
BOOST_DESCRIBE_STRUCT(Stage, (), (id, name, state, progress, system))

struct Tag {
    SettingId id;
    std::string name;
    std::string customer_tag;  ///< of a lead's tag: the id of the customer's tag it becomes (映射客户标签, R148)
};
BOOST_DESCRIBE_STRUCT(Tag, (), (id, name, customer_tag))

/// R157: at most two groups for each object, at most twenty tags in each.
struct TagGroup {
    SettingId id;
    ObjectKind object = ObjectKind::Customer;
    std::string name;
    std::string colour;  ///< a word of the pages' palette
    std::vector<Tag> tags;
};
BOOST_DESCRIBE_STRUCT(TagGroup, (), (id, object, name, colour, tags))

/// 客户分组 (R123).
struct Group {
    SettingId id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(Group, (), (id, name))

/// How a value is compared: `field` is a field's key, or "tags", "stage", "source", "owner", "region".
enum class ConditionIs { Equal, NotEqual, Contains, Empty, NotEmpty, Before, After };
BOOST_DESCRIBE_ENUM(ConditionIs, Equal, NotEqual, Contains, Empty, NotEmpty, Before, After)

struct Condition {
    std::string field;
    ConditionIs is = ConditionIs::Equal;
    std::string value;
};
BOOST_DESCRIBE_STRUCT(Condition, (), (field, is, value))

/// 去重规则 (R161): among what is in `scope`, nothing else may have the same in all of `fields`. Unique numbers of
/// customers and leads are the database's, whatever the rules say.
enum class DedupScope { All, Mine, Pools };
BOOST_DESCRIBE_ENUM(DedupScope, All, Mine, Pools)

struct DedupRule {
    SettingId id;
    ObjectKind object = ObjectKind::Customer;
    std::string name;
    bool enabled = true;
    std::vector<ObjectKind> against;  ///< which objects are looked through; empty: its own
    DedupScope scope = DedupScope::All;
    std::vector<std::string> fields;  ///< keys
    std::string prompt;               ///< shown to whoever is refused; {field key} stands for its value
};
BOOST_DESCRIBE_STRUCT(DedupRule, (), (id, object, name, enabled, against, scope, fields, prompt))

/// 分配规则 (R162).
enum class AllocateTo { Pool, People };
BOOST_DESCRIBE_ENUM(AllocateTo, Pool, People)
enum class AllocateBy { Average, Designated };
BOOST_DESCRIBE_ENUM(AllocateBy, Average, Designated)

struct AllocationTarget {
    std::string target;          ///< a pool's id or a 工号
    std::int64_t daily_cap = 0;  ///< 0: none
};
BOOST_DESCRIBE_STRUCT(AllocationTarget, (), (target, daily_cap))

struct AllocationRule {
    SettingId id;
    ObjectKind object = ObjectKind::Customer;
    std::string name;
    bool enabled = true;
    std::vector<Condition> conditions;  ///< all must hold; none: everything
    AllocateTo to = AllocateTo::People;
    AllocateBy by = AllocateBy::Average;
    std::vector<AllocationTarget> targets;  ///< Designated: the first that is not full
};
BOOST_DESCRIBE_STRUCT(AllocationRule, (), (id, object, name, enabled, conditions, to, by, targets))

/// 领取规则 (R153). 0 is no limit.
struct ClaimRule {
    bool limited = false;
    std::int64_t a_day = 0;         ///< claims of one person a day
    std::int64_t holding = 0;       ///< that one person may own at a time
    std::int64_t cooling_days = 0;  ///< before the previous owner may claim it again
};
BOOST_DESCRIBE_STRUCT(ClaimRule, (), (limited, a_day, holding, cooling_days))

/// Automatic return into the pool (B11). 0 days: never for that reason.
struct ReturnRule {
    bool enabled = false;
    std::int64_t idle_days = 0;       ///< not followed up so long
    std::int64_t no_deal_days = 0;    ///< owned so long without a stage that is won
    std::string on_day;               ///< 2026-12-31: what was owned before goes back when it begins; empty: never
    std::int64_t protected_days = 0;  ///< after it was claimed or assigned nothing is returned
    std::int64_t warn_days = 1;       ///< how long before its owner is told
};
BOOST_DESCRIBE_STRUCT(ReturnRule, (), (enabled, idle_days, no_deal_days, on_day, protected_days, warn_days))

/// 公海 (R150–R155) of customers or of leads.
struct Pool {
    SettingId id;
    ObjectKind object = ObjectKind::Customer;
    std::string name;
    std::vector<std::string> admins;  ///< 工号
    Audience members{.everybody = false, .roles = {}, .departments = {}, .people = {}};
    bool hide_numbers = false;  ///< from members; administrators of the pool see them (R151)
    bool allocates = false;     ///< 自动分配: what comes in goes out by the rules of its object
    ClaimRule claim;
    ReturnRule returning;
};
BOOST_DESCRIBE_STRUCT(Pool, (), (id, object, name, admins, members, hide_numbers, allocates, claim, returning))

/// 业务对象映射 (R163): a lead's field becomes a customer's.
struct FieldMapping {
    std::string lead_field;
    std::string customer_field;
};
BOOST_DESCRIBE_STRUCT(FieldMapping, (), (lead_field, customer_field))

struct Mapping {
    SettingId id;
    std::vector<FieldMapping> fields;
};
BOOST_DESCRIBE_STRUCT(Mapping, (), (id, fields))

/// A field of a follow-up's form (R164). `width`: of twelve columns.
struct TemplateField {
    std::string key;
    FieldType type = FieldType::Text;
    std::string name;
    std::vector<FieldChoice> choices;
    std::int64_t width = 12;
    bool required = false;
    bool enabled = true;
};
BOOST_DESCRIBE_STRUCT(TemplateField, (), (key, type, name, choices, width, required, enabled))

/// 写跟进模板 (R164): only a published one can be chosen, by its audience, for its objects.
struct FollowUpTemplate {
    SettingId id;
    std::string name;
    std::vector<ObjectKind> objects;
    Audience audience;
    std::vector<TemplateField> fields;
    bool published = false;
};
BOOST_DESCRIBE_STRUCT(FollowUpTemplate, (), (id, name, objects, audience, fields, published))

/// What agents choose from when they write down what a call was about (R076): words of the company, in their order.
/// Without any, they type.
struct ServiceForm {
    SettingId id;
    std::vector<std::string> kinds;    ///< 业务类型
    std::vector<std::string> systems;  ///< 报障系统
    std::vector<std::string> results;  ///< 处理结果
};
BOOST_DESCRIBE_STRUCT(ServiceForm, (), (id, kinds, systems, results))

/// All of one company's. A value; every list in its order.
struct Book {
    model::TimeZone zone;  ///< of the company's clocks: what caps and limits call a day
    std::vector<Field> fields;
    std::vector<Stage> stages;
    std::vector<TagGroup> tag_groups;
    std::vector<Group> groups;
    std::vector<DedupRule> dedup_rules;
    std::vector<AllocationRule> allocation_rules;
    std::vector<Pool> pools;
    Mapping mapping;
    std::vector<FollowUpTemplate> templates;
    ServiceForm service_form;
};

/// The books of all companies: an immutable snapshot beside the directory, replaced whole when a page changes one.
/// Thread: any.
class Books {
  public:
    /// A company that never set anything up has the book it begins with (`first_book`).
    const Book& of(model::TenantId tenant) const;
    void put(model::TenantId tenant, Book book);

  private:
    std::unordered_map<std::int64_t, std::shared_ptr<const Book>> books_;
};
using BooksPtr = std::shared_ptr<const Books>;

/// System fields, the stages 开始 and 完结, nothing else. Its ids are 0: they are made when something is saved.
const Book& first_book();

}  // namespace yh::office::crm
