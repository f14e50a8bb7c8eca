#include "office/crm/setting_check.h"

#include <set>

#include "base/json.h"
#include "office/crm/field_value.h"
#include "office/crm/setting_words.h"

// What a company's objects are made of: fields, stages, tags, groups, and the forms of follow-ups.
namespace yh::office::crm {

namespace {

bool always(const Group&, const Group&) {
    return true;
}
bool always(const Stage&, const Stage&) {
    return true;
}
bool always(const FollowUpTemplate&, const FollowUpTemplate&) {
    return true;
}

/// `wanted` must be as it was; said where somebody tried, and kept.
template <class T>
void keep(Problems& problems, const std::string& path, T& wanted, const T& before) {
    if (!(wanted == before)) {
        problems.push_back({path, "crm.fixed"});
        wanted = before;
    }
}

/// Of the system's fields only the name and the numbers can be called otherwise; the name is always there and must be
/// filled, numbers are always there. Who sees these two is no matter of the form: a customer's name is what everybody
/// calls them by, and numbers have a right of their own.
void keep_system_field(Problems& problems, Field& wanted, const Field& before) {
    keep(problems, "choices", wanted.choices, before.choices);
    const bool is_name = before.key == "name";
    if (!is_name && before.key != "numbers") {
        keep(problems, "name", wanted.name, before.name);
        return;
    }
    keep(problems, "enabled", wanted.enabled, true);
    keep(problems, "readers", wanted.readers, Audience{});
    if (is_name) {
        keep(problems, "required", wanted.required, true);
    }
    if (!wanted.initial.is_null()) {
        problems.push_back({"initial", "crm.fixed"});
    }
}

void check_initial(Problems& problems, Field& wanted) {
    // A company's levels are words of its options, which the field itself does not know.
    if (wanted.initial.is_null() || (wanted.system && wanted.key == "level")) {
        return;
    }
    auto kept = kept_value(wanted, wanted.initial);
    if (!kept.ok()) {
        problems.push_back({"initial", kept.error().code});
    } else {
        wanted.initial = *std::move(kept);
    }
}

}  // namespace

Problems check_setting(const CheckAgainst& against, Field& wanted, const Field* before) {
    constexpr std::size_t longest_remark = 600;
    Problems problems;
    if (before != nullptr) {
        wanted.object = before->object;
        wanted.key = before->key;
        wanted.system = before->system;
        keep(problems, "type", wanted.type, before->type);
    } else {
        wanted.key.clear();
        wanted.system = false;
    }
    if (wanted.system) {
        keep_system_field(problems, wanted, *before);
    } else {
        check_choices(problems, "choices", wanted.type, wanted.choices);
    }
    check_own_name<Field>(problems, against.book.fields, wanted, &are_siblings<Field>);
    trim(wanted.remark);
    if (wanted.remark.size() > longest_remark) {
        problems.push_back({"remark", "customer.too_long"});
    }
    check_audience(problems, against.namable, "readers", wanted.readers, before ? &before->readers : nullptr);
    check_audience(problems, against.namable, "writers", wanted.writers, before ? &before->writers : nullptr);
    check_initial(problems, wanted);
    return problems;
}

Problems check_setting(const CheckAgainst& against, Stage& wanted, const Stage* before) {
    Problems problems;
    wanted.system = before != nullptr && before->system;
    check_own_name<Stage>(problems, against.book.stages, wanted, &always);
    if (wanted.system) {
        keep(problems, "state", wanted.state, before->state);
        keep(problems, "progress", wanted.progress, before->progress);
    }
    check_range(problems, "progress", wanted.progress, 0, 100);
    return problems;
}

Problems check_setting(const CheckAgainst& against, TagGroup& wanted, const TagGroup* before) {
    constexpr std::size_t most_tags = 20;  // R157
    constexpr std::size_t longest_colour = 20;
    Problems problems;
    if (before != nullptr) {
        wanted.object = before->object;
    } else if (wanted.object == ObjectKind::Contact) {
        problems.push_back({"object", "config.out_of_range"});  // contacts have fields and dedup rules alone (R146)
    }
    check_own_name<TagGroup>(problems, against.book.tag_groups, wanted, &are_siblings<TagGroup>);
    if (wanted.colour.size() > longest_colour) {
        problems.push_back({"colour", "config.malformed"});
    }
    if (wanted.tags.size() > most_tags) {
        problems.push_back({"tags", "crm.too_many"});
    }
    std::set<std::string> names;
    std::set<SettingId> ids;
    std::set<std::string> customer_tags;
    for (const auto& group : against.book.tag_groups) {
        for (const auto& tag : group.tags) {
            if (group.object == ObjectKind::Customer) {
                customer_tags.insert(tag.id.text());
            }
        }
    }
    for (std::size_t i = 0; i < wanted.tags.size(); ++i) {
        auto& tag = wanted.tags[i];
        check_name(problems, path_of("tags", i, "name"), tag.name);
        if (!tag.name.empty() && !names.insert(tag.name).second) {
            problems.push_back({path_of("tags", i, "name"), "config.twice"});
        }
        const bool known = before != nullptr && std::ranges::find(before->tags, tag.id, &Tag::id) != before->tags.end();
        if (tag.id && (!known || !ids.insert(tag.id).second)) {
            problems.push_back({path_of("tags", i, "id"), "crm.unknown_tag"});
        }
        if (wanted.object != ObjectKind::Lead) {
            tag.customer_tag.clear();
        } else if (!tag.customer_tag.empty() && !customer_tags.contains(tag.customer_tag)) {
            problems.push_back({path_of("tags", i, "customer_tag"), "crm.unknown_tag"});
        }
    }
    return problems;
}

Problems check_setting(const CheckAgainst& against, Group& wanted, const Group*) {
    Problems problems;
    check_own_name<Group>(problems, against.book.groups, wanted, &always);
    return problems;
}

Problems check_setting(const CheckAgainst& against, FollowUpTemplate& wanted, const FollowUpTemplate* before) {
    constexpr std::size_t most_fields = 50;
    constexpr std::int64_t columns = 12;
    Problems problems;
    check_own_name<FollowUpTemplate>(problems, against.book.templates, wanted, &always);
    check_audience(problems, against.namable, "audience", wanted.audience, before ? &before->audience : nullptr);
    if (std::set<ObjectKind>(wanted.objects.begin(), wanted.objects.end()).size() != wanted.objects.size()) {
        problems.push_back({"objects", "config.twice"});
    }
    if (wanted.published && wanted.objects.empty()) {
        problems.push_back({"objects", "config.required"});
    }
    if (wanted.fields.size() > most_fields) {
        problems.push_back({"fields", "crm.too_many"});
    }
    std::set<std::string> keys;
    std::set<std::string> names;
    bool any_enabled = false;
    for (std::size_t i = 0; i < wanted.fields.size(); ++i) {
        auto& field = wanted.fields[i];
        any_enabled = any_enabled || field.enabled;
        check_name(problems, path_of("fields", i, "name"), field.name);
        if (!field.name.empty() && !names.insert(field.name).second) {
            problems.push_back({path_of("fields", i, "name"), "config.twice"});
        }
        check_key(problems, path_of("fields", i, "key"), field.key, keys);
        check_choices(problems, path_of("fields", i, "choices"), field.type, field.choices);
        check_range(problems, path_of("fields", i, "width"), field.width, 1, columns);
        if (before != nullptr) {
            const auto old = std::ranges::find(before->fields, field.key, &TemplateField::key);
            if (!field.key.empty() && old != before->fields.end()) {
                keep(problems, path_of("fields", i, "type"), field.type, old->type);
            }
        }
    }
    if (wanted.published && !any_enabled) {
        problems.push_back({"fields", "config.required"});
    }
    return problems;
}

}  // namespace yh::office::crm
