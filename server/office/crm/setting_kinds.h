#pragma once

#include <cstddef>
#include <string_view>

#include "office/crm/book.h"

// The kinds of settings that a company has many of: their word in the table, their place in the book and their path.
namespace yh::office::crm {

template <class T>
struct KindOf;

template <>
struct KindOf<Field> {
    static constexpr std::string_view word = "field";
    static constexpr std::string_view path = "fields";
    static constexpr std::size_t most = 100;  ///< of one object
    static constexpr auto list = &Book::fields;
};
template <>
struct KindOf<Stage> {
    static constexpr std::string_view word = "stage";
    static constexpr std::string_view path = "stages";
    static constexpr std::size_t most = 20;
    static constexpr auto list = &Book::stages;
};
template <>
struct KindOf<TagGroup> {
    static constexpr std::string_view word = "tag_group";
    static constexpr std::string_view path = "tag-groups";
    static constexpr std::size_t most = 2;  ///< R157
    static constexpr auto list = &Book::tag_groups;
};
template <>
struct KindOf<Group> {
    static constexpr std::string_view word = "group";
    static constexpr std::string_view path = "groups";
    static constexpr std::size_t most = 200;
    static constexpr auto list = &Book::groups;
};
template <>
struct KindOf<DedupRule> {
    static constexpr std::string_view word = "dedup_rule";
    static constexpr std::string_view path = "dedup-rules";
    static constexpr std::size_t most = 20;
    static constexpr auto list = &Book::dedup_rules;
};
template <>
struct KindOf<AllocationRule> {
    static constexpr std::string_view word = "allocation_rule";
    static constexpr std::string_view path = "allocation-rules";
    static constexpr std::size_t most = 50;
    static constexpr auto list = &Book::allocation_rules;
};
template <>
struct KindOf<Pool> {
    static constexpr std::string_view word = "pool";
    static constexpr std::string_view path = "pools";
    static constexpr std::size_t most = 100;
    static constexpr auto list = &Book::pools;
};
template <>
struct KindOf<FollowUpTemplate> {
    static constexpr std::string_view word = "template";
    static constexpr std::string_view path = "templates";
    static constexpr std::size_t most = 50;
    static constexpr auto list = &Book::templates;
};
/// Those that there is a single one of: no list, no order.
inline constexpr std::string_view mapping_word = "mapping";
inline constexpr std::string_view service_form_word = "service_form";

/// Whether such a setting belongs to one business object; the others are the customers' or everybody's.
template <class T>
inline constexpr bool has_object = requires(const T& setting) {
    setting.object;
};

/// Two settings that stand in one order.
template <class T>
bool are_siblings(const T& one, const T& other) {
    if constexpr (has_object<T>) {
        return one.object == other.object;
    } else {
        return true;
    }
}

}  // namespace yh::office::crm
