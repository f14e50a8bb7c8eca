#pragma once

#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/id.h"
#include "base/result.h"

// Which of the kinds that JSON and SQL know a C++ type is.
namespace yh {

namespace detail {

template <class T>
struct IdTraits : std::false_type {};
template <class Tag>
struct IdTraits<Id<Tag>> : std::true_type {};

template <class T>
struct OptionalTraits : std::false_type {};
template <class T>
struct OptionalTraits<std::optional<T>> : std::true_type {};

template <class T>
struct ListTraits : std::false_type {};
template <class T>
struct ListTraits<std::vector<T>> : std::true_type {};

template <class T>
struct MapTraits : std::false_type {};
template <class T>
struct MapTraits<std::map<std::string, T>> : std::true_type {};

template <class T>
struct VariantTraits : std::false_type {};
template <class... T>
struct VariantTraits<std::variant<T...>> : std::true_type {};

}  // namespace detail

template <class T>
concept IdType = detail::IdTraits<T>::value;
template <class T>
concept OptionalType = detail::OptionalTraits<T>::value;
template <class T>
concept ListType = detail::ListTraits<T>::value;
template <class T>
concept MapType = detail::MapTraits<T>::value;
template <class T>
concept VariantType = detail::VariantTraits<T>::value;
/// A value of the trade that has one canonical text, such as a telephone number.
template <class T>
concept TextType = !IdType<T> && requires(const T& value, std::string_view text) {
    { value.text() } -> std::convertible_to<std::string_view>;
    { T::parse(text) } -> std::same_as<Result<T>>;
};

}  // namespace yh
