#pragma once

// The one place of base (and with it of every room) that shows a third-party header besides fmt: Boost.Describe
// and the mp11 it stands on. A struct is described once with BOOST_DESCRIBE_STRUCT(Name, (Bases), (fields…)) and
// an enum with BOOST_DESCRIBE_ENUM(Name, enumerators…); JSON, SQL rows and the OpenAPI document follow from that.
#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

#include "base/result.h"

namespace yh {

template <class T>
concept DescribedStruct = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class E>
concept DescribedEnum = std::is_enum_v<E> && boost::describe::has_describe_enumerators<E>::value;

/// The described public fields of T, those of described bases first.
template <DescribedStruct T>
using FieldsOf = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;

/// The outside name of a field. One trailing underscore is dropped, so that `default_` can be called "default".
constexpr std::string_view field_name(std::string_view described) {
    if (described.size() > 1 && described.back() == '_') {
        described.remove_suffix(1);
    }
    return described;
}

/// Calls `visit(name, field)` for each described field, in order.
template <class T, class Visit>
requires DescribedStruct<std::remove_const_t<T>>
constexpr void for_each_field(T& object, Visit&& visit) {
    boost::mp11::mp_for_each<FieldsOf<std::remove_const_t<T>>>(
        [&](auto field) { visit(field_name(field.name), object.*field.pointer); });
}

template <DescribedStruct T>
inline constexpr std::size_t field_count = boost::mp11::mp_size<FieldsOf<T>>::value;

/// The names of all fields, in order.
template <DescribedStruct T>
inline constexpr auto field_names = [] {
    std::array<std::string_view, field_count<T>> names{};
    std::size_t next = 0;
    boost::mp11::mp_for_each<FieldsOf<T>>([&](auto field) { names[next++] = field_name(field.name); });
    return names;
}();

/// A short text made at compile time.
struct ShortText {
    static constexpr std::size_t room = 64;
    std::array<char, room> chars{};
    std::size_t size = 0;

    constexpr std::string_view view() const { return {chars.data(), size}; }
    constexpr void add(char c) { chars[size++] = c; }
};

/// NoAnswer → no_answer, SipPhone → sip_phone, HTTPLookup → http_lookup.
constexpr ShortText snake_case(std::string_view name) {
    const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    ShortText made;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool after_small = i > 0 && !upper(name[i - 1]) && name[i - 1] != '_';
        const bool before_small = i > 0 && upper(name[i - 1]) && i + 1 < name.size() && !upper(name[i + 1]);
        if (upper(name[i]) && (after_small || before_small)) {
            made.add('_');
        }
        made.add(upper(name[i]) ? static_cast<char>(name[i] - 'A' + 'a') : name[i]);
    }
    return made;
}

template <DescribedEnum E>
struct EnumText {
    E value{};
    ShortText text;
};

/// Every enumerator with its snake_case text, in order of description.
template <DescribedEnum E>
inline constexpr auto enum_texts = [] {
    using Enumerators = boost::describe::describe_enumerators<E>;
    std::array<EnumText<E>, boost::mp11::mp_size<Enumerators>::value> all{};
    std::size_t next = 0;
    boost::mp11::mp_for_each<Enumerators>([&](auto enumerator) {
        all[next++] = {enumerator.value, snake_case(field_name(enumerator.name))};
    });
    return all;
}();

/// The word for an enumerator: in JSON, in SQL, in logs. Empty for a value that is not described.
template <DescribedEnum E>
constexpr std::string_view enum_text(E value) {
    for (const auto& known : enum_texts<E>) {
        if (known.value == value) {
            return known.text.view();
        }
    }
    return {};
}

template <DescribedEnum E>
constexpr std::optional<E> find_enum(std::string_view text) {
    for (const auto& known : enum_texts<E>) {
        if (known.text.view() == text) {
            return known.value;
        }
    }
    return std::nullopt;
}

/// "\"redy\" is not one of …; did you mean \"ready\"?" with the code enum.unknown.
Error unknown_word(std::string_view text, std::span<const std::string_view> known);

/// Error: enum.unknown, its detail names the nearest known word.
template <DescribedEnum E>
Result<E> parse_enum(std::string_view text) {
    if (const auto found = find_enum<E>(text)) {
        return *found;
    }
    std::array<std::string_view, enum_texts<E>.size()> words;
    for (std::size_t i = 0; i < words.size(); ++i) {
        words[i] = enum_texts<E>[i].text.view();
    }
    return unknown_word(text, words);
}

/// The known word most like `word`, or empty when none is near: for "did you mean".
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known);

namespace detail {

template <class T>
constexpr std::string_view pretty_name() {
    // GCC: "… [with T = yh::Play; …]", clang: "… [T = yh::Play]".
    std::string_view text = __PRETTY_FUNCTION__;
    text.remove_prefix(text.find("T = ") + 4);
    text = text.substr(0, text.find_first_of(";]"));
    if (const auto scope = text.rfind(':'); scope != std::string_view::npos) {
        text.remove_prefix(scope + 1);
    }
    return text;
}

template <class T>
inline constexpr ShortText snake_type = snake_case(pretty_name<T>());

}  // namespace detail

/// The word for a described type inside a variant: its own `static constexpr std::string_view json_type` when it has
/// one, else its name in snake_case without namespaces.
template <class T>
constexpr std::string_view type_text() {
    if constexpr (requires { T::json_type; }) {
        return T::json_type;
    } else {
        return detail::snake_type<T>.view();
    }
}

}  // namespace yh
