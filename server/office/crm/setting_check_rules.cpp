#include <set>
#include <string_view>

#include "office/crm/counterpart.h"
#include "office/crm/field_value.h"
#include "office/crm/field_view.h"
#include "office/crm/setting_check.h"
#include "office/crm/setting_words.h"

// What is done with a company's objects: rules, pools, and what becomes of a lead.
namespace yh::office::crm {

namespace {

/// What conditions may name besides fields.
constexpr std::string_view condition_words[] = {"tags", "stage", "source", "owner", "region"};

bool is_word(std::string_view name) {
    return std::ranges::find(condition_words, name) != std::end(condition_words);
}

bool is_choice(const Field& field, std::string_view key) {
    return std::ranges::find(field.choices, key, &FieldChoice::key) != field.choices.end();
}

void check_condition(Problems& problems, const Book& book, ObjectKind object, std::size_t index, Condition& condition) {
    const auto* field = find_field(book, object, condition.field);
    if (field == nullptr && !is_word(condition.field)) {
        problems.push_back({path_of("conditions", index, "field"), "crm.unknown_field"});
        return;
    }
    trim(condition.value);
    if (condition.is == ConditionIs::Empty || condition.is == ConditionIs::NotEmpty) {
        condition.value.clear();
        return;
    }
    const auto value = path_of("conditions", index, "value");
    if (condition.value.empty()) {
        problems.push_back({value, "config.required"});
    } else if (condition.value.size() > longest_setting_name) {
        problems.push_back({value, "customer.too_long"});
    } else if (field != nullptr && has_choices(field->type) && !field->choices.empty() &&
               !is_choice(*field, condition.value)) {
        problems.push_back({value, "crm.unknown_choice"});
    }
    const bool ordered = field != nullptr && (field->type == FieldType::Number || field->type == FieldType::Date ||
                                              field->type == FieldType::Time);
    if ((condition.is == ConditionIs::Before || condition.is == ConditionIs::After) && !ordered) {
        problems.push_back({path_of("conditions", index, "is"), "crm.no_order"});
    }
}

/// Which of its targets somebody may name.
void check_targets(Problems& problems, const CheckAgainst& against, const AllocationRule& wanted,
                   const AllocationRule* before) {
    constexpr std::int64_t most_a_day = 1'000'000;
    std::vector<std::string> people;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < wanted.targets.size(); ++i) {
        const auto& [target, daily_cap] = wanted.targets[i];
        check_range(problems, path_of("targets", i, "daily_cap"), daily_cap, 0, most_a_day);
        if (!seen.insert(target).second) {
            problems.push_back({path_of("targets", i, "target"), "config.twice"});
        }
        const bool known = wanted.to == AllocateTo::People
                               ? std::ranges::find(against.namable.people, target, &NamedPerson::number) !=
                                     against.namable.people.end()
                               : std::ranges::any_of(against.book.pools, [&, &name = target](const Pool& pool) {
                                     return pool.id.text() == name && pool.object == wanted.object;
                                 });
        const bool named_before =
            before != nullptr && before->to == wanted.to &&
            std::ranges::find(before->targets, target, &AllocationTarget::target) != before->targets.end();
        if (!known && !named_before) {
            problems.push_back({path_of("targets", i, "target"),
                                wanted.to == AllocateTo::People ? "config.unknown_user" : "crm.unknown_pool"});
        }
    }
    if (wanted.targets.empty()) {
        problems.push_back({"targets", "config.required"});
    }
}

/// Words in braces are fields of the rule.
void check_prompt(Problems& problems, DedupRule& wanted) {
    constexpr std::size_t longest_prompt = 600;
    trim(wanted.prompt);
    if (wanted.prompt.size() > longest_prompt) {
        problems.push_back({"prompt", "customer.too_long"});
    }
    std::string_view rest = wanted.prompt;
    for (auto open = rest.find('{'); open != rest.npos; open = rest.find('{')) {
        const auto close = rest.find('}', open);
        if (close == rest.npos ||
            std::ranges::find(wanted.fields, rest.substr(open + 1, close - open - 1)) == wanted.fields.end()) {
            problems.push_back({"prompt", "crm.unknown_field"});
            return;
        }
        rest.remove_prefix(close + 1);
    }
}

/// Whether another object has a field to compare this one with.
bool has_its_like(const Book& book, const Field& field, ObjectKind other) {
    const auto like = counterpart(book, field.object, other, field.key);
    return like && (!field.system || find_field(book, other, *like) != nullptr);
}

bool becomes(const Field& lead, const Field& customer) {
    return lead.type == customer.type || customer.type == FieldType::Text || customer.type == FieldType::Paragraph;
}

}  // namespace

Problems check_setting(const CheckAgainst& against, DedupRule& wanted, const DedupRule* before) {
    Problems problems;
    wanted.object = before != nullptr ? before->object : wanted.object;
    check_own_name<DedupRule>(problems, against.book.dedup_rules, wanted, &are_siblings<DedupRule>);
    std::set<std::string> seen;
    bool any_tells = false;
    for (std::size_t i = 0; i < wanted.fields.size(); ++i) {
        const auto* field = find_field(against.book, wanted.object, wanted.fields[i]);
        if (field == nullptr) {
            problems.push_back({path_of("fields", i), "crm.unknown_field"});
        } else if (!seen.insert(wanted.fields[i]).second) {
            problems.push_back({path_of("fields", i), "config.twice"});
        }
        const bool across = field != nullptr && std::ranges::any_of(wanted.against, [&](ObjectKind object) {
                                return object != wanted.object && !has_its_like(against.book, *field, object);
                            });
        if (across) {
            problems.push_back({path_of("fields", i), "crm.across"});
        }
        any_tells = any_tells || field == nullptr || tells_apart(*field);
    }
    if (wanted.fields.empty()) {
        problems.push_back({"fields", "config.required"});
    } else if (!any_tells) {
        problems.push_back({"fields", "crm.tells_nobody_apart"});
    }
    if (std::set<ObjectKind>(wanted.against.begin(), wanted.against.end()).size() != wanted.against.size()) {
        problems.push_back({"against", "config.twice"});
    }
    check_prompt(problems, wanted);
    return problems;
}

Problems check_setting(const CheckAgainst& against, AllocationRule& wanted, const AllocationRule* before) {
    constexpr std::size_t most_conditions = 20;
    Problems problems;
    wanted.object = before != nullptr ? before->object : wanted.object;
    if (wanted.object == ObjectKind::Contact) {
        problems.push_back({"object", "config.out_of_range"});  // R146
    }
    check_own_name<AllocationRule>(problems, against.book.allocation_rules, wanted, &are_siblings<AllocationRule>);
    if (wanted.conditions.size() > most_conditions) {
        problems.push_back({"conditions", "crm.too_many"});
    }
    for (std::size_t i = 0; i < wanted.conditions.size(); ++i) {
        check_condition(problems, against.book, wanted.object, i, wanted.conditions[i]);
    }
    check_targets(problems, against, wanted, before);
    return problems;
}

Problems check_setting(const CheckAgainst& against, Pool& wanted, const Pool* before) {
    constexpr std::int64_t most = 1'000'000;
    constexpr std::int64_t ten_years = 3650;
    Problems problems;
    wanted.object = before != nullptr ? before->object : wanted.object;
    if (wanted.object == ObjectKind::Contact) {
        problems.push_back({"object", "config.out_of_range"});  // R146
    }
    check_own_name<Pool>(problems, against.book.pools, wanted, &are_siblings<Pool>);
    check_people(problems, against.namable, "admins", wanted.admins, before ? &before->admins : nullptr);
    check_audience(problems, against.namable, "members", wanted.members, before ? &before->members : nullptr);
    auto& claim = wanted.claim;
    check_range(problems, "claim.a_day", claim.a_day, 0, most);
    check_range(problems, "claim.holding", claim.holding, 0, most);
    check_range(problems, "claim.cooling_days", claim.cooling_days, 0, ten_years);
    if (claim.limited && claim.a_day == 0 && claim.holding == 0 && claim.cooling_days == 0) {
        problems.push_back({"claim.limited", "crm.no_limit"});
    }
    auto& back = wanted.returning;
    check_range(problems, "returning.idle_days", back.idle_days, 0, ten_years);
    check_range(problems, "returning.no_deal_days", back.no_deal_days, 0, ten_years);
    check_range(problems, "returning.protected_days", back.protected_days, 0, ten_years);
    check_range(problems, "returning.warn_days", back.warn_days, 0, ten_years);
    Field day;
    day.type = FieldType::Date;
    if (auto kept = kept_value(day, JsonValue{back.on_day}); !kept.ok()) {
        problems.push_back({"returning.on_day", kept.error().code});
    } else if (const auto* text = kept->as_text()) {
        back.on_day = *text;
    }
    if (back.enabled && back.idle_days == 0 && back.no_deal_days == 0 && back.on_day.empty()) {
        problems.push_back({"returning.enabled", "crm.no_limit"});
    }
    return problems;
}

Problems check_setting(const CheckAgainst& against, Mapping& wanted, const Mapping*) {
    Problems problems;
    std::set<std::string> taken;
    for (std::size_t i = 0; i < wanted.fields.size(); ++i) {
        const auto& [from, to] = wanted.fields[i];
        const auto* lead = find_field(against.book, ObjectKind::Lead, from);
        const auto* customer = find_field(against.book, ObjectKind::Customer, to);
        if (lead == nullptr) {
            problems.push_back({path_of("fields", i, "lead_field"), "crm.unknown_field"});
        }
        if (customer == nullptr) {
            problems.push_back({path_of("fields", i, "customer_field"), "crm.unknown_field"});
        } else if (!taken.insert(to).second) {
            problems.push_back({path_of("fields", i, "customer_field"), "config.twice"});
        } else if (lead != nullptr && (!becomes(*lead, *customer) || ((from == "numbers") != (to == "numbers")))) {
            problems.push_back({path_of("fields", i, "customer_field"), "crm.types_differ"});
        }
    }
    return problems;
}

std::vector<std::string> users_of(const Book& book, const Field& field) {
    std::vector<std::string> names;
    for (const auto& rule : book.dedup_rules) {
        if (rule.object == field.object && std::ranges::find(rule.fields, field.key) != rule.fields.end()) {
            names.push_back(rule.name);
        }
    }
    for (const auto& rule : book.allocation_rules) {
        if (rule.object == field.object &&
            std::ranges::find(rule.conditions, field.key, &Condition::field) != rule.conditions.end()) {
            names.push_back(rule.name);
        }
    }
    return names;
}

std::vector<std::string> users_of(const Book& book, const Pool& pool) {
    std::vector<std::string> names;
    for (const auto& rule : book.allocation_rules) {
        if (rule.to == AllocateTo::Pool &&
            std::ranges::find(rule.targets, pool.id.text(), &AllocationTarget::target) != rule.targets.end()) {
            names.push_back(rule.name);
        }
    }
    return names;
}

std::vector<std::string> users_of(const Book& book, const Stage& stage) {
    std::vector<std::string> names;
    for (const auto& rule : book.allocation_rules) {
        if (std::ranges::any_of(rule.conditions, [&](const Condition& one) {
                return one.field == "stage" && one.value == stage.id.text();
            })) {
            names.push_back(rule.name);
        }
    }
    return names;
}

}  // namespace yh::office::crm
