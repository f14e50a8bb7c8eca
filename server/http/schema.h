#pragma once

#include <map>
#include <string>
#include <type_traits>

#include "base/json.h"

namespace yh::http {

/// The JSON Schema (OpenAPI 3.1) of one type: `text` is inline or a `$ref`, `parts` the named schemas it refers to.
/// A plain value made at start-up from a described struct; it mirrors what base/json.h writes.
struct Schema {
    std::string text;  ///< empty: no content
    std::map<std::string, std::string> parts;
    std::string content_type = "application/json";

    explicit operator bool() const { return !text.empty(); }
};

/// Content that is not JSON: audio, a file, an upload.
inline Schema binary_schema(std::string content_type) {
    return {R"({"type":"string","format":"binary"})", {}, std::move(content_type)};
}

template <class T>
Schema schema_of();

namespace detail {

using SchemaParts = std::map<std::string, std::string>;

/// The name of a described type in the document: its own `schema_name`, else its C++ name without namespaces.
template <class T>
std::string schema_name() {
    if constexpr (requires { T::schema_name; }) {
        return std::string{T::schema_name};
    } else {
        return std::string{yh::detail::pretty_name<T>()};
    }
}

template <class T>
std::string schema_text(SchemaParts& parts);

template <class T>
std::string enum_schema() {
    std::string out = R"({"type":"string","enum":[)";
    for (const auto& word : enum_texts<T>) {
        if (out.back() != '[') {
            out += ',';
        }
        append_json(out, word.text.view());
    }
    return out + "]}";
}

/// `tag`: the value of the "type" member when the struct is one of a variant.
template <class T>
std::string object_schema(SchemaParts& parts, std::string_view tag = {}) {
    std::string properties;
    std::string required;
    const auto add = [&](std::string_view name, const std::string& schema, bool needed) {
        properties += properties.empty() ? "" : ",";
        append_json(properties, name);
        properties += ':' + schema;
        if (needed) {
            required += required.empty() ? "" : ",";
            append_json(required, name);
        }
    };
    if (!tag.empty()) {
        std::string constant = R"({"const":)";
        append_json(constant, tag);
        add("type", constant + '}', true);
    }
    boost::mp11::mp_for_each<FieldsOf<T>>([&](auto field) {
        using Field = std::remove_cvref_t<decltype(std::declval<T&>().*field.pointer)>;
        add(field_name(field.name), schema_text<Field>(parts), !OptionalType<Field>);
    });
    return R"({"type":"object","properties":{)" + properties + R"(},"required":[)" + required +
           R"(],"additionalProperties":false})";
}

inline std::string reference(const std::string& name) {
    return R"({"$ref":"#/components/schemas/)" + name + R"("})";
}

template <class T>
std::string variant_schema(SchemaParts& parts) {
    std::string out = R"({"oneOf":[)";
    [&]<class... All>(std::type_identity<std::variant<All...>>) {
        (
            [&] {
                out += out.back() == '[' ? "" : ",";
                out += object_schema<All>(parts, type_text<All>());
            }(),
            ...);
    }(std::type_identity<T>{});
    return out + "]}";
}

template <class T>
std::string schema_text(SchemaParts& parts) {
    if constexpr (std::is_same_v<T, bool>) {
        return R"({"type":"boolean"})";
    } else if constexpr (std::integral<T>) {
        return sizeof(T) == 8 ? R"({"type":"integer","format":"int64"})" : R"({"type":"integer","format":"int32"})";
    } else if constexpr (std::floating_point<T>) {
        return R"({"type":"number"})";
    } else if constexpr (std::is_convertible_v<const T&, std::string_view> || TextType<T>) {
        return R"({"type":"string"})";
    } else if constexpr (DescribedEnum<T>) {
        return enum_schema<T>();
    } else if constexpr (IdType<T>) {
        return R"({"type":"string","pattern":"^[0-9]+$"})";
    } else if constexpr (OptionalType<T>) {
        return R"({"anyOf":[)" + schema_text<typename T::value_type>(parts) + R"(,{"type":"null"}]})";
    } else if constexpr (ListType<T>) {
        return R"({"type":"array","items":)" + schema_text<typename T::value_type>(parts) + "}";
    } else if constexpr (MapType<T>) {
        return R"({"type":"object","additionalProperties":)" + schema_text<typename T::mapped_type>(parts) + "}";
    } else if constexpr (VariantType<T>) {
        return variant_schema<T>(parts);
    } else if constexpr (std::is_same_v<T, JsonValue>) {
        return "{}";
    } else {
        const auto name = schema_name<T>();
        // The name enters before its fields are walked, so that a type may contain itself in a list.
        if (parts.emplace(name, "{}").second) {
            auto text = object_schema<T>(parts);
            parts[name] = std::move(text);
        }
        return reference(name);
    }
}

}  // namespace detail

template <class T>
Schema schema_of() {
    Schema made;
    made.text = detail::schema_text<T>(made.parts);
    return made;
}

/// `{"items":[T…],"total","page","size"}`: how every list answers.
template <class T>
Schema page_of() {
    Schema made;
    const auto item = detail::schema_text<T>(made.parts);
    made.text = R"({"type":"object","properties":{"items":{"type":"array","items":)" + item +
                R"(},"total":{"type":"integer"},"page":{"type":"integer"},"size":{"type":"integer"}},)" +
                R"("required":["items","total","page","size"]})";
    return made;
}

}  // namespace yh::http
