#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"

namespace yh::db {

/// Bytes that are not text.
struct Blob {
    std::string bytes;
    bool operator==(const Blob&) const = default;
};

enum class ParamType { Untyped, Int, Bool, Double, Text, Blob };

/// One bound value of a statement. Text is borrowed where it can be: it must outlive the call that binds it.
class Param {
  public:
    static Param null(ParamType type) {
        Param made{type};
        made.null_ = true;
        return made;
    }
    static Param integer(std::int64_t value) {
        Param made{ParamType::Int};
        made.integer_ = value;
        return made;
    }
    static Param boolean(bool value) {
        Param made{ParamType::Bool};
        made.integer_ = value ? 1 : 0;
        return made;
    }
    static Param real(double value) {
        Param made{ParamType::Double};
        made.real_ = value;
        return made;
    }
    static Param text(std::string_view borrowed) {
        Param made{ParamType::Text};
        made.borrowed_ = borrowed;
        return made;
    }
    static Param own_text(std::string owned) {
        Param made{ParamType::Text};
        made.owned_ = std::move(owned);
        made.owns_ = true;
        return made;
    }
    static Param blob(std::string_view borrowed) {
        Param made{ParamType::Blob};
        made.borrowed_ = borrowed;
        return made;
    }

    ParamType type() const { return type_; }
    bool is_null() const { return null_; }
    /// Of an Int or Bool.
    std::int64_t integer() const { return integer_; }
    double real() const { return real_; }
    /// Of a Text or Blob.
    std::string_view bytes() const { return owns_ ? std::string_view{owned_} : borrowed_; }

  private:
    explicit Param(ParamType type) : type_{type} {}

    ParamType type_;
    bool null_ = false;
    bool owns_ = false;
    std::int64_t integer_ = 0;
    double real_ = 0;
    std::string_view borrowed_;
    std::string owned_;
};

/// Values for a statement whose shape is only known at run time (filters of a list).
using Params = std::vector<Param>;

/// What a C++ type is in a column. A described enum is its word; lists, maps, variants and nested structs are JSON
/// text.
template <class T>
consteval ParamType param_type() {
    if constexpr (std::is_same_v<T, bool>) {
        return ParamType::Bool;
    } else if constexpr (std::integral<T> || IdType<T>) {
        return ParamType::Int;
    } else if constexpr (std::floating_point<T>) {
        return ParamType::Double;
    } else if constexpr (std::is_same_v<T, Blob>) {
        return ParamType::Blob;
    } else if constexpr (OptionalType<T>) {
        return param_type<typename T::value_type>();
    } else {
        return ParamType::Text;
    }
}

/// An Id of 0 means "none" and is NULL, so that a foreign key may stand on its column.
template <class T>
Param to_param(const T& value) {
    if constexpr (std::is_same_v<T, std::nullptr_t>) {
        return Param::null(ParamType::Untyped);
    } else if constexpr (std::is_same_v<T, bool>) {
        return Param::boolean(value);
    } else if constexpr (std::integral<T>) {
        static_assert(std::signed_integral<T> || sizeof(T) < sizeof(std::int64_t), "no database holds a uint64");
        return Param::integer(static_cast<std::int64_t>(value));
    } else if constexpr (std::floating_point<T>) {
        return Param::real(static_cast<double>(value));
    } else if constexpr (std::is_same_v<T, Blob>) {
        return Param::blob(value.bytes);
    } else if constexpr (IdType<T>) {
        return value ? Param::integer(value.value) : Param::null(ParamType::Int);
    } else if constexpr (OptionalType<T>) {
        return value ? to_param(*value) : Param::null(param_type<T>());
    } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
        return Param::text(std::string_view{value});
    } else if constexpr (DescribedEnum<T>) {
        return Param::text(enum_text(value));
    } else if constexpr (TextType<T>) {
        return Param::own_text(std::string{value.text()});
    } else {
        return Param::own_text(to_json(value));
    }
}

}  // namespace yh::db
