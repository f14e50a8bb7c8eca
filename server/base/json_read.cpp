#include "base/json_read.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "base/describe.h"
#include "base/id.h"

namespace yh {

bool JsonReader::fail(Error error) {
    std::string path;
    for (const auto& at : path_) {
        if (at.name.empty()) {
            path += '[';
            path += std::to_string(at.index);
            path += ']';
        } else {
            if (!path.empty()) {
                path += '.';
            }
            path += at.name.substr(0, 64);
        }
    }
    if (!path.empty()) {
        error.detail.insert(0, path + ": ");
    }
    error_ = std::move(error);
    return false;
}

bool JsonReader::wrong_type(std::string_view wanted, const JsonValue& got) {
    std::string what{"must be "};
    what += wanted;
    what += ", not ";
    what += got.kind();
    return fail("json.wrong_type", what);
}

Error JsonReader::take_error() {
    YH_ASSERT(error_);
    return std::move(*error_);
}

bool JsonReader::unknown(std::string_view name, std::span<const JsonField> fields) {
    std::vector<std::string_view> known;
    known.reserve(fields.size());
    for (const auto& field : fields) {
        known.push_back(field.name);
    }
    std::string what{"is not known here"};
    if (const auto nearest = nearest_word(name, known); !nearest.empty()) {
        what += "; did you mean \"";
        what += nearest;
        what += "\"?";
    }
    return fail("json.unknown_field", what);
}

bool JsonReader::read_object(const JsonValue& from, std::span<JsonField> fields, const char* ignored) {
    const auto* members = from.as_object();
    if (members == nullptr) {
        return wrong_type("an object", from);
    }
    for (const auto& member : *members) {
        if (ignored != nullptr && member.name == ignored) {
            continue;
        }
        const Step step{*this, member.name};
        const auto field = std::ranges::find(fields, member.name, &JsonField::name);
        if (field == fields.end()) {
            return unknown(member.name, fields);
        }
        if (!field->read(*this, member.value, field->into)) {
            return false;
        }
        field->seen = true;
    }
    if (absent_ == JsonAbsent::KeepsDefault) {
        return true;
    }
    const auto missing = std::ranges::find_if(fields, [](const auto& f) { return !f.seen && !f.optional; });
    if (missing != fields.end()) {
        const Step step{*this, missing->name};
        return fail("json.missing_field", "is missing");
    }
    return true;
}

bool JsonReader::read_bool(const JsonValue& from, bool& into) {
    const auto* flag = from.as_bool();
    if (flag == nullptr) {
        return wrong_type("a bool", from);
    }
    into = *flag;
    return true;
}

bool JsonReader::read_int(const JsonValue& from, std::int64_t least, std::int64_t most, std::int64_t& into) {
    const auto* integer = from.as_int();
    if (integer == nullptr) {
        return wrong_type("an integer", from);
    }
    if (*integer < least || *integer > most) {
        return fail("json.range", "must be from " + std::to_string(least) + " to " + std::to_string(most));
    }
    into = *integer;
    return true;
}

bool JsonReader::read_number(const JsonValue& from, double& into) {
    if (const auto* integer = from.as_int()) {
        into = static_cast<double>(*integer);
    } else if (const auto* number = from.as_number()) {
        into = *number;
    } else {
        return wrong_type("a number", from);
    }
    return true;
}

bool JsonReader::read_text(const JsonValue& from, std::string& into) {
    const auto* text = from.as_text();
    if (text == nullptr) {
        return wrong_type("a text", from);
    }
    into = *text;
    return true;
}

bool JsonReader::read_id(const JsonValue& from, std::int64_t& into) {
    const auto* text = from.as_text();
    if (text == nullptr) {
        return wrong_type("an id in quotes", from);
    }
    if (*text == "0") {
        into = 0;  // "none", as we write it ourselves
        return true;
    }
    auto parsed = parse_id(*text);
    if (!parsed) {
        return fail(std::move(parsed).error());
    }
    into = *parsed;
    return true;
}

}  // namespace yh
