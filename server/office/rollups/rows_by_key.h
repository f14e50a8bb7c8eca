#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <type_traits>
#include <utility>

#include "base/describe.h"

namespace yh::office::rollups {

template <class... T>
std::tuple<T...> owned_key(const std::tuple<const T&...>& key) {
    return key;
}

/// Rows of one table by their keys.
template <class Row>
class RowsByKey {
  public:
    using RowType = Row;
    using Key = decltype(owned_key(std::declval<const Row&>().key()));

    /// The row with `wanted`'s key; made, all zero behind it, when there is none.
    Row& at(Row wanted) {
        auto key = Key{wanted.key()};
        return rows_.try_emplace(std::move(key), std::move(wanted)).first->second;
    }
    /// Adds the columns behind the key of `row` to those of the row with its key.
    void add(const Row& row) {
        const auto [there, made] = rows_.try_emplace(Key{row.key()}, row);
        if (made) {
            return;
        }
        auto& into = there->second;
        std::size_t index = 0;
        boost::mp11::mp_for_each<FieldsOf<Row>>([&](auto field) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(into.*field.pointer)>, std::int64_t>) {
                into.*field.pointer += index >= Row::keys ? row.*field.pointer : 0;
            }
            ++index;
        });
    }
    const Row* find(const Row& wanted) const {
        const auto found = rows_.find(Key{wanted.key()});
        return found == rows_.end() ? nullptr : &found->second;
    }
    const std::map<Key, Row>& all() const { return rows_; }
    bool empty() const { return rows_.empty(); }

  private:
    std::map<Key, Row> rows_;
};

}  // namespace yh::office::rollups
