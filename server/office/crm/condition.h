#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "office/crm/book.h"

// What rules ask of an object (分配规则, 去重规则): conditions and what they are asked of. Pure.
namespace yh::office::crm {

/// An object as conditions see it: the texts that stand under a field's key, none where nothing does. A choice stands
/// there by its key, a tag and a stage by its id, a person by 工号, a day as 2026-11-22.
using Facts = std::unordered_map<std::string, std::vector<std::string>>;

bool holds(const Condition& condition, const Facts& facts);
/// No conditions: everything fits.
bool all_hold(const std::vector<Condition>& conditions, const Facts& facts);

}  // namespace yh::office::crm
