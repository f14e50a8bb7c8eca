#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace yh {

/// What untrusted text may cost us.
struct JsonLimits {
    std::size_t max_bytes = 1024 * 1024;
    std::size_t max_depth = 32;
};

struct JsonMember;

/// A piece of JSON whose shape we do not know: a custom field, a foreign answer, a graph node's settings. Everything
/// whose shape we know is a described struct instead (base/json.h). A plain value; thread: whoever holds it.
class JsonValue {
  public:
    using Array = std::vector<JsonValue>;
    /// In the order of the text; names are unique.
    using Object = std::vector<JsonMember>;

    JsonValue() = default;
    explicit JsonValue(bool value);
    explicit JsonValue(std::int64_t value);
    explicit JsonValue(double value);
    explicit JsonValue(std::string value);
    explicit JsonValue(std::string_view value);
    explicit JsonValue(const char* value);
    explicit JsonValue(Array value);
    explicit JsonValue(Object value);

    /// Errors: json.syntax, json.too_big, json.too_deep, json.duplicate_field. Never throws, whatever the text.
    static Result<JsonValue> parse(std::string_view text, const JsonLimits& limits = {});

    bool is_null() const { return held_.index() == 0; }
    /// Null unless the value is of that kind. An integer that does not fit 64 signed bits is a number.
    const bool* as_bool() const { return std::get_if<bool>(&held_); }
    const std::int64_t* as_int() const { return std::get_if<std::int64_t>(&held_); }
    const double* as_number() const { return std::get_if<double>(&held_); }
    const std::string* as_text() const { return std::get_if<std::string>(&held_); }
    const Array* as_array() const { return std::get_if<Array>(&held_); }
    const Object* as_object() const { return std::get_if<Object>(&held_); }
    Array* as_array() { return std::get_if<Array>(&held_); }
    Object* as_object() { return std::get_if<Object>(&held_); }

    /// The member of that name when this is an object that has it.
    const JsonValue* find(std::string_view name) const;
    /// Sets or adds a member; a value that is not an object becomes one first.
    void set(std::string_view name, JsonValue value);

    /// "null", "a bool", "an integer", …: for messages.
    std::string_view kind() const;

    bool operator==(const JsonValue& other) const;

  private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> held_;
};

struct JsonMember {
    std::string name;
    JsonValue value;

    bool operator==(const JsonMember&) const = default;
};

void append_json(std::string& out, const JsonValue& value);

/// Quoted and escaped; bytes that are not UTF-8 become U+FFFD, so that what we send is always valid.
void append_json(std::string& out, std::string_view text);
void append_json(std::string& out, std::int64_t number);
void append_json(std::string& out, std::uint64_t number);
/// The shortest text that reads back the same; what JSON cannot say (NaN, infinity) becomes null.
void append_json(std::string& out, double number);

}  // namespace yh
