#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/json_value.h"

namespace yh {

namespace {

// Receives the parser's events and builds our value. The parser itself does not recurse, so the depth limit
// protects what comes after it: writing, reading and destroying a value do.
class ValueBuilder {
  public:
    using number_integer_t = nlohmann::json::number_integer_t;
    using number_unsigned_t = nlohmann::json::number_unsigned_t;
    using number_float_t = nlohmann::json::number_float_t;
    using string_t = nlohmann::json::string_t;
    using binary_t = nlohmann::json::binary_t;

    explicit ValueBuilder(std::size_t max_depth) : max_depth_{max_depth} {}

    bool null() { return put(JsonValue{}); }
    bool boolean(bool value) { return put(JsonValue{value}); }
    bool number_integer(number_integer_t value) { return put(JsonValue{std::int64_t{value}}); }
    bool number_unsigned(number_unsigned_t value) {
        if (value > static_cast<number_unsigned_t>(INT64_MAX)) {
            return put(JsonValue{static_cast<double>(value)});
        }
        return put(JsonValue{static_cast<std::int64_t>(value)});
    }
    bool number_float(number_float_t value, const string_t& /*text*/) { return put(JsonValue{value}); }
    bool string(string_t& value) { return put(JsonValue{std::move(value)}); }
    bool binary(binary_t& /*value*/) { return fail(invalid_input("json.syntax", "binary")); }

    bool start_object(std::size_t /*size*/) { return open(JsonValue{JsonValue::Object{}}); }
    bool start_array(std::size_t /*size*/) { return open(JsonValue{JsonValue::Array{}}); }
    bool key(string_t& name) {
        open_.back().name = std::move(name);
        return true;
    }
    bool end_object() {
        if (const auto twice = repeated_name(*open_.back().value.as_object())) {
            return fail(invalid_input("json.duplicate_field", std::string{*twice}));
        }
        return close();
    }
    bool end_array() { return close(); }

    bool parse_error(std::size_t position, const std::string& /*token*/, const nlohmann::detail::exception& why) {
        return fail(invalid_input("json.syntax", "at byte " + std::to_string(position) + ": " + why.what()));
    }

    Result<JsonValue> take() {
        if (error_) {
            return std::move(*error_);
        }
        return std::move(root_);
    }

  private:
    struct Open {
        JsonValue value;
        std::string name;  // of the member that comes next
    };

    bool fail(Error error) {
        error_ = std::move(error);
        return false;
    }

    bool open(JsonValue container) {
        if (open_.size() >= max_depth_) {
            return fail(invalid_input("json.too_deep", "more than " + std::to_string(max_depth_) + " levels"));
        }
        open_.push_back({std::move(container), {}});
        return true;
    }

    bool close() {
        auto done = std::move(open_.back().value);
        open_.pop_back();
        return put(std::move(done));
    }

    bool put(JsonValue value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (auto* items = open_.back().value.as_array()) {
            items->push_back(std::move(value));
        } else {
            open_.back().value.as_object()->push_back({std::move(open_.back().name), std::move(value)});
        }
        return true;
    }

    // Two members of one name mean different things to different readers; that is a way to smuggle.
    static std::optional<std::string_view> repeated_name(const JsonValue::Object& members) {
        std::vector<std::string_view> names;
        names.reserve(members.size());
        for (const auto& member : members) {
            names.emplace_back(member.name);
        }
        std::ranges::sort(names);
        const auto twice = std::ranges::adjacent_find(names);
        return twice == names.end() ? std::nullopt : std::optional{*twice};
    }

    const std::size_t max_depth_;
    JsonValue root_;
    std::vector<Open> open_;
    std::optional<Error> error_;
};

}  // namespace

Result<JsonValue> JsonValue::parse(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.max_bytes) {
        return invalid_input("json.too_big", std::to_string(text.size()) + " bytes");
    }
    ValueBuilder builder{limits.max_depth};
    try {
        nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    } catch (const std::exception& why) {
        return invalid_input("json.syntax", why.what());
    }
    return builder.take();
}

}  // namespace yh
