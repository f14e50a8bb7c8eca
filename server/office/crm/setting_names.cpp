#include "office/crm/setting_names.h"

#include <algorithm>
#include <cctype>

#include "base/id.h"

namespace yh::office::crm {

namespace {

/// Calls `with` for everything that has a name in rows.
template <class With>
void each_named(const Book& book, With with) {
    for (const auto& stage : book.stages) {
        with(stage.id, stage.name);
    }
    for (const auto& group : book.tag_groups) {
        for (const auto& tag : group.tags) {
            with(tag.id, tag.name);
        }
    }
    for (const auto& group : book.groups) {
        with(group.id, group.name);
    }
    for (const auto& pool : book.pools) {
        with(pool.id, pool.name);
    }
}

}  // namespace

std::string_view name_of(const Book& book, SettingId id) {
    if (!id) {
        return book.stages.empty() ? std::string_view{} : std::string_view{book.stages.front().name};
    }
    std::string_view found;
    each_named(book, [&](SettingId one, const std::string& name) {
        if (one == id) {
            found = name;
        }
    });
    return found;
}

std::string names_in(const Book& book, std::string_view ids, std::string_view between) {
    const auto is_digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
    std::string names;
    while (!ids.empty()) {
        const auto begin = std::ranges::find_if(ids, is_digit);
        const auto end = std::find_if_not(begin, ids.end(), is_digit);
        const std::string_view text{begin, end};
        ids = {end, ids.end()};
        if (text.empty()) {
            break;
        }
        const auto id = text == "0" ? Result<std::int64_t>{0} : parse_id(text);
        const auto name = id.ok() ? name_of(book, SettingId{*id}) : std::string_view{};
        if (!name.empty()) {
            names += names.empty() ? "" : between;
            names += name;
        }
    }
    return names;
}

std::vector<SettingId> ids_named(const Book& book, std::string_view part) {
    std::vector<SettingId> ids;
    each_named(book, [&](SettingId id, const std::string& name) {
        if (id && name.find(part) != std::string::npos) {
            ids.push_back(id);
        }
    });
    return ids;
}

std::vector<SettingId> known_tags(const Book& book, ObjectKind object, const std::vector<SettingId>& tags) {
    std::vector<SettingId> known;
    for (const auto& group : book.tag_groups) {
        for (const auto& tag : group.tags) {
            if (group.object == object && std::ranges::find(tags, tag.id) != tags.end()) {
                known.push_back(tag.id);
            }
        }
    }
    return known;
}

const Tag* find_tag(const Book& book, SettingId id) {
    for (const auto& group : book.tag_groups) {
        const auto found = std::ranges::find(group.tags, id, &Tag::id);
        if (found != group.tags.end()) {
            return &*found;
        }
    }
    return nullptr;
}

bool has_stage(const Book& book, SettingId stage) {
    return !stage || std::ranges::find(book.stages, stage, &Stage::id) != book.stages.end();
}

std::optional<std::int64_t> stored_stage(const Book& book, SettingId stage) {
    if (!stage || (!book.stages.empty() && book.stages.front().id == stage)) {
        return std::nullopt;
    }
    return stage.value;
}

}  // namespace yh::office::crm
