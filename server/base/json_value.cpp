#include "base/json_value.h"

#include <algorithm>
#include <utility>

namespace yh {

JsonValue::JsonValue(bool value) : held_{value} {}
JsonValue::JsonValue(std::int64_t value) : held_{value} {}
JsonValue::JsonValue(double value) : held_{value} {}
JsonValue::JsonValue(std::string value) : held_{std::move(value)} {}
JsonValue::JsonValue(std::string_view value) : held_{std::string{value}} {}
JsonValue::JsonValue(const char* value) : held_{std::string{value}} {}
JsonValue::JsonValue(Array value) : held_{std::move(value)} {}
JsonValue::JsonValue(Object value) : held_{std::move(value)} {}

bool JsonValue::operator==(const JsonValue& other) const {
    return held_ == other.held_;
}

const JsonValue* JsonValue::find(std::string_view name) const {
    const auto* members = as_object();
    if (members == nullptr) {
        return nullptr;
    }
    const auto found = std::ranges::find(*members, name, &JsonMember::name);
    return found == members->end() ? nullptr : &found->value;
}

void JsonValue::set(std::string_view name, JsonValue value) {
    if (as_object() == nullptr) {
        held_ = Object{};
    }
    auto& members = *as_object();
    const auto found = std::ranges::find(members, name, &JsonMember::name);
    if (found != members.end()) {
        found->value = std::move(value);
    } else {
        members.push_back({std::string{name}, std::move(value)});
    }
}

std::string_view JsonValue::kind() const {
    constexpr std::string_view names[] = {"null", "a bool", "an integer", "a number", "a text", "a list", "an object"};
    return names[held_.index()];
}

}  // namespace yh
