#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "db/connection.h"
#include "office/customers/customer_store.h"
#include "office/customers/pools/object_action.h"

// Doing one thing with one object. Thread: the writer's.
namespace yh::office::customers {

/// What is the same for all objects of one wish, looked up once.
struct Prepared {
    std::optional<Error> refusal;
    std::int64_t owner = 0;            ///< of whoever is named
    std::vector<std::int64_t> people;  ///< of those who take part in a plan
};
Result<Prepared> prepare(db::Connection& connection, const Asker& asker, const ActionWish& wish, std::int64_t now_ms);

/// What became of one object.
struct Acted {
    std::optional<Error> refusal;      ///< nothing was changed
    std::string name;                  ///< of the object, where it is known
    std::vector<std::string> numbers;  ///< whose calls must learn of it
};
/// `ids` is used on the writer's thread alone.
Result<Acted> act(db::Connection& connection, const Asker& asker, const ActionWish& wish, const Prepared& prepared,
                  model::CustomerId id, IdMaker& ids, std::int64_t now_ms);

/// A history line's id from the writer's maker: in the upper half of the counter, because requests make theirs on home
/// in the same milliseconds.
std::int64_t history_id(IdMaker& ids, std::int64_t now_ms);

}  // namespace yh::office::customers
