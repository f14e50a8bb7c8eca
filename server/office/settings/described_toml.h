#pragma once

// Shows toml++: only the sources that read a TOML file include this.
#include <fmt/format.h>
#include <toml++/toml.h>

#include <string>
#include <string_view>
#include <type_traits>

#include "base/json.h"

namespace yh::office::settings {

/// Reads a TOML tree into described structs; the first thing wrong ends it. Errors site.unknown_key, site.wrong_type
/// and site.unknown_word say "FILE:LINE: what is wrong" and name the nearest known word. Lives for one file.
class TomlReader {
  public:
    explicit TomlReader(std::string_view file) : file_{file} {}

    template <class T>
    Result<void> read(const toml::node& node, T& into) const {
        if constexpr (ListType<T>) {
            return read_list(node, into);
        } else if constexpr (OptionalType<T>) {
            return read(node, into.emplace());
        } else if constexpr (requires { T::short_form(); }) {
            // A struct may name one field that can stand for the whole: a member written as its number alone.
            if (const auto* text = node.as_string()) {
                into.*T::short_form() = text->get();
                return {};
            }
            return read_table(node, into);
        } else if constexpr (DescribedStruct<T>) {
            return read_table(node, into);
        } else {
            return read_value(node, into);
        }
    }

    Error wrong(const toml::node& node, std::string_view code, const std::string& what) const {
        return invalid_input(code, fmt::format("{}:{}: {}", file_, node.source().begin.line, what));
    }

  private:
    template <class T>
    Result<void> read_list(const toml::node& node, T& into) const {
        const auto* list = node.as_array();
        if (list == nullptr) {
            return wrong(node, "site.wrong_type", "expected a list");
        }
        into.clear();
        for (const auto& item : *list) {
            YH_CHECK(read(item, into.emplace_back()));
        }
        return {};
    }

    template <class T>
    Result<void> read_table(const toml::node& node, T& into) const {
        const auto* table = node.as_table();
        if (table == nullptr) {
            return wrong(node, "site.wrong_type", "expected a table");
        }
        for (const auto& entry : *table) {  // clang 14 lets no lambda capture a structured binding
            const auto& key = entry.first;
            const auto& value = entry.second;
            bool known = false;
            Result<void> done;
            for_each_field(into, [&](std::string_view name, auto& field) {
                if (name == key.str()) {
                    known = true;
                    done = read(value, field);
                }
            });
            if (!known) {
                const auto near = nearest_word(key.str(), field_names<T>);
                return wrong(value, "site.unknown_key",
                             fmt::format("unknown key '{}'{}", key.str(),
                                         near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
            }
            YH_CHECK(std::move(done));
        }
        return {};
    }

    template <class T>
    Result<void> read_value(const toml::node& node, T& into) const {
        if constexpr (DescribedEnum<T>) {
            const auto* word = node.as_string();
            if (word == nullptr) {
                return wrong(node, "site.wrong_type", "expected a word in quotes");
            }
            auto parsed = parse_enum<T>(word->get());
            if (!parsed.ok()) {
                return wrong(node, "site.unknown_word", parsed.error().detail);
            }
            into = *parsed;
        } else if constexpr (std::is_same_v<T, std::string>) {
            const auto* text = node.as_string();
            if (text == nullptr) {
                return wrong(node, "site.wrong_type", "expected text in quotes");
            }
            into = text->get();
        } else if constexpr (std::is_same_v<T, bool>) {
            const auto* flag = node.as_boolean();
            if (flag == nullptr) {
                return wrong(node, "site.wrong_type", "expected true or false");
            }
            into = flag->get();
        } else {
            static_assert(std::is_same_v<T, std::int64_t>);
            const auto* number = node.as_integer();
            if (number == nullptr) {
                return wrong(node, "site.wrong_type", "expected a whole number");
            }
            into = number->get();
        }
        return {};
    }

    std::string_view file_;
};

}  // namespace yh::office::settings
