#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/crm/book.h"

// What stages, tags, groups and pools are called: rows hold their ids. Pure.
namespace yh::office::crm {

/// Empty: the company has none of this id any more. 0 is the stage that everything begins with.
std::string_view name_of(const Book& book, SettingId id);
/// The names of all ids in a text ("17" or "[17,18]"), one after the other in its order.
std::string names_in(const Book& book, std::string_view ids, std::string_view between);
/// The ids of stages, tags, groups and pools whose name holds `part`.
std::vector<SettingId> ids_named(const Book& book, std::string_view part);

/// The tags of an object in the order of their groups; what the company does not have any more is left out.
std::vector<SettingId> known_tags(const Book& book, ObjectKind object, const std::vector<SettingId>& tags);
const Tag* find_tag(const Book& book, SettingId id);

/// How rows hold a stage: the first is no value, so that it needs no row of its own to begin with.
std::optional<std::int64_t> stored_stage(const Book& book, SettingId stage);
/// Whether it is one of the company's.
bool has_stage(const Book& book, SettingId stage);

}  // namespace yh::office::crm
