#include "office/customers/pools/object_facts.h"

#include "base/describe.h"
#include "base/json.h"
#include "office/lists/region.h"

namespace yh::office::customers {

namespace {

void add_value(std::vector<std::string>& texts, const JsonValue& value) {
    if (const auto* text = value.as_text()) {
        texts.push_back(*text);
    } else if (const auto* several = value.as_array()) {
        for (const auto& one : *several) {
            add_value(texts, one);
        }
    } else if (!value.is_null()) {
        texts.push_back(to_json(value));
    }
}

}  // namespace

crm::Facts facts_of(const crm::Book& book, const CustomerRow& row, const std::vector<NumberRow>& numbers,
                    const std::string& owner) {
    crm::Facts facts{{"name", {row.name}}, {"gender", {std::string{enum_text(row.gender)}}}, {"level", {row.level}},
                     {"note", {row.note}}, {"source", {std::string{enum_text(row.source)}}}, {"owner", {owner}}};
    // Rows leave the first stage out; a condition names it by its id.
    const auto first = book.stages.empty() ? crm::SettingId{} : book.stages.front().id;
    facts["stage"].push_back(std::to_string(row.stage_id.value_or(first.value)));
    for (const auto tag : row.tags) {
        facts["tags"].push_back(std::to_string(tag));
    }
    for (const auto& number : numbers) {
        facts["numbers"].push_back(number.number);
        facts["region"].emplace_back(lists::region_of(number.number).chinese);
    }
    if (const auto fields = JsonValue::parse(row.fields); fields.ok() && fields->as_object() != nullptr) {
        for (const auto& member : *fields->as_object()) {
            add_value(facts[member.name], member.value);
        }
    }
    return facts;
}

}  // namespace yh::office::customers
