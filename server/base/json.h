#pragma once

#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/describe.h"
#include "base/id.h"
#include "base/json_read.h"
#include "base/json_types.h"
#include "base/json_value.h"

namespace yh {

// JSON text from and to described structs (base/describe.h):
//   bool, integers, double             as they are (a *_at_ms field is a plain std::int64_t)
//   std::string, described enums       text; an enumerator as its snake_case word
//   Id<Tag>                            decimal text, because JavaScript numbers end at 2^53
//   types with text() and parse(text)  text
//   std::optional                      the value or null; may be absent when read
//   std::vector, std::map<string, …>   list, object
//   described structs                  object
//   std::variant of described structs  object with "type" first (see type_text)
//   JsonValue                          whatever it holds

template <class T>
void append_json(std::string& out, const T& value);

namespace detail {

template <class T>
void append_fields(std::string& out, const T& object, bool first) {
    for_each_field(object, [&](std::string_view name, const auto& field) {
        // Names are C++ identifiers: nothing in them needs an escape.
        out += first ? "\"" : ",\"";
        first = false;
        out += name;
        out += "\":";
        append_json(out, field);
    });
}

template <class T>
void append_list(std::string& out, const T& items) {
    out += '[';
    bool first = true;
    for (const auto& item : items) {
        if (!first) {
            out += ',';
        }
        first = false;
        append_json<typename T::value_type>(out, item);
    }
    out += ']';
}

template <class T>
void append_map(std::string& out, const T& map) {
    out += '{';
    bool first = true;
    for (const auto& [name, value] : map) {
        if (!first) {
            out += ',';
        }
        first = false;
        append_json(out, std::string_view{name});
        out += ':';
        append_json(out, value);
    }
    out += '}';
}

template <class T>
void append_alternative(std::string& out, const T& value) {
    out += "{\"type\":\"";
    out += type_text<T>();
    out += '"';
    append_fields(out, value, false);
    out += '}';
}

}  // namespace detail

/// Appends the JSON text of a value straight into `out`, without a tree in between.
template <class T>
void append_json(std::string& out, const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::signed_integral<T>) {
        append_json(out, std::int64_t{value});
    } else if constexpr (std::unsigned_integral<T>) {
        append_json(out, std::uint64_t{value});
    } else if constexpr (std::floating_point<T>) {
        append_json(out, static_cast<double>(value));
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
        append_json(out, std::string_view{value});
    } else if constexpr (DescribedEnum<T>) {
        append_json(out, enum_text(value));
    } else if constexpr (IdType<T>) {
        out += '"';
        append_json(out, value.value);
        out += '"';
    } else if constexpr (TextType<T>) {
        append_json(out, std::string_view{value.text()});
    } else if constexpr (OptionalType<T>) {
        if (value) {
            append_json(out, *value);
        } else {
            out += "null";
        }
    } else if constexpr (ListType<T>) {
        detail::append_list(out, value);
    } else if constexpr (MapType<T>) {
        detail::append_map(out, value);
    } else if constexpr (VariantType<T>) {
        std::visit([&](const auto& one) { detail::append_alternative(out, one); }, value);
    } else {
        static_assert(DescribedStruct<T>, "describe this type with BOOST_DESCRIBE_STRUCT or BOOST_DESCRIBE_ENUM");
        out += '{';
        detail::append_fields(out, value, true);
        out += '}';
    }
}

template <class T>
std::string to_json(const T& value) {
    std::string out;
    append_json(out, value);
    return out;
}

namespace detail {

template <class T>
bool read_json(JsonReader& reader, const JsonValue& from, T& into);

template <class T>
bool read_erased(JsonReader& reader, const JsonValue& from, void* into) {
    return read_json(reader, from, *static_cast<T*>(into));
}

template <DescribedStruct T>
bool read_struct(JsonReader& reader, const JsonValue& from, T& into, const char* ignored = nullptr) {
    std::array<JsonField, field_count<T>> fields;
    std::size_t next = 0;
    for_each_field(into, [&](std::string_view name, auto& field) {
        using Field = std::remove_reference_t<decltype(field)>;
        fields[next++] = {name, &field, &read_erased<Field>, OptionalType<Field>, false};
    });
    return reader.read_object(from, fields, ignored);
}

template <class T>
bool read_variant(JsonReader& reader, const JsonValue& from, T& into) {
    const auto* type = from.find("type");
    const auto* word = type == nullptr ? nullptr : type->as_text();
    if (word == nullptr) {
        return reader.fail("json.missing_field", "needs a \"type\"");
    }
    bool known = false;
    bool read = false;
    const auto attempt = [&]<class One>(std::type_identity<One>) {
        if (!known && *word == type_text<One>()) {
            known = true;
            read = read_struct(reader, from, into.template emplace<One>(), "type");
        }
    };
    return [&]<class... All>(std::type_identity<std::variant<All...>>) {
        (attempt(std::type_identity<All>{}), ...);
        constexpr std::array words{type_text<All>()...};
        return known ? read : reader.fail(unknown_word(*word, words));
    }(std::type_identity<T>{});
}

template <class T>
bool read_list(JsonReader& reader, const JsonValue& from, T& into) {
    const auto* items = from.as_array();
    if (items == nullptr) {
        return reader.wrong_type("a list", from);
    }
    into.clear();
    into.reserve(items->size());
    for (const auto& item : *items) {
        const JsonReader::Step step{reader, into.size()};
        typename T::value_type one{};
        if (!read_json(reader, item, one)) {
            return false;
        }
        into.push_back(std::move(one));
    }
    return true;
}

template <class T>
bool read_map(JsonReader& reader, const JsonValue& from, T& into) {
    const auto* members = from.as_object();
    if (members == nullptr) {
        return reader.wrong_type("an object", from);
    }
    into.clear();
    for (const auto& member : *members) {
        const JsonReader::Step step{reader, member.name};
        if (!read_json(reader, member.value, into[member.name])) {
            return false;
        }
    }
    return true;
}

template <std::integral T>
bool read_integer(JsonReader& reader, const JsonValue& from, T& into) {
    constexpr auto highest = static_cast<std::uint64_t>(std::numeric_limits<T>::max());
    constexpr auto most =
        highest > static_cast<std::uint64_t>(INT64_MAX) ? INT64_MAX : static_cast<std::int64_t>(highest);
    std::int64_t wide = 0;
    if (!reader.read_int(from, static_cast<std::int64_t>(std::numeric_limits<T>::min()), most, wide)) {
        return false;
    }
    into = static_cast<T>(wide);
    return true;
}

template <class T>
bool read_word(JsonReader& reader, const JsonValue& from, T& into) {
    const auto* text = from.as_text();
    if (text == nullptr) {
        return reader.wrong_type("a text", from);
    }
    auto parsed = [&] {
        if constexpr (DescribedEnum<T>) {
            return parse_enum<T>(*text);
        } else {
            return T::parse(*text);
        }
    }();
    if (!parsed) {
        return reader.fail(std::move(parsed).error());
    }
    into = std::move(parsed).value();
    return true;
}

template <class T>
bool read_json(JsonReader& reader, const JsonValue& from, T& into) {
    if constexpr (std::is_same_v<T, bool>) {
        return reader.read_bool(from, into);
    } else if constexpr (std::integral<T>) {
        return read_integer(reader, from, into);
    } else if constexpr (std::is_same_v<T, double>) {
        return reader.read_number(from, into);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return reader.read_text(from, into);
    } else if constexpr (std::is_same_v<T, JsonValue>) {
        into = from;
        return true;
    } else if constexpr (IdType<T>) {
        return reader.read_id(from, into.value);
    } else if constexpr (DescribedEnum<T> || TextType<T>) {
        return read_word(reader, from, into);
    } else if constexpr (OptionalType<T>) {
        if (from.is_null()) {
            into.reset();
            return true;
        }
        return read_json(reader, from, into.emplace());
    } else if constexpr (ListType<T>) {
        return read_list(reader, from, into);
    } else if constexpr (MapType<T>) {
        return read_map(reader, from, into);
    } else if constexpr (VariantType<T>) {
        return read_variant(reader, from, into);
    } else {
        return read_struct(reader, from, into);
    }
}

}  // namespace detail

/// Reads a value that was parsed before. Errors as from_json.
template <class T>
Result<T> from_json_value(const JsonValue& value, JsonAbsent absent = JsonAbsent::Refused) {
    JsonReader reader{absent};
    T made{};
    if (!detail::read_json(reader, value, made)) {
        return reader.take_error();
    }
    return made;
}

/// Strict: an unknown name, a missing one (see JsonAbsent; optionals may always be missing) and a value of another type
/// are errors whose detail starts with the path (`members[2].name`) and names the nearest known word.
/// Errors: json.syntax, json.too_big, json.too_deep, json.duplicate_field, json.unknown_field, json.missing_field,
/// json.wrong_type, json.range, enum.unknown, and what a text type's parse says. Safe for untrusted text.
template <class T>
Result<T> from_json(std::string_view text, JsonAbsent absent = JsonAbsent::Refused, const JsonLimits& limits = {}) {
    YH_TRY(const auto value, JsonValue::parse(text, limits));
    return from_json_value<T>(value, absent);
}

}  // namespace yh
