#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "model/ids.h"
#include "office/crm/book.h"

namespace yh::office::customers {

/// By what somebody may be found to be there already: a number, a text of an own field (its hash), a name, a day in an
/// own field.
struct Mark {
    enum class Kind { Number, Key, Name, Day };

    static Mark number(std::string_view number);
    static Mark key(crm::SettingId field, std::int64_t hash);
    static Mark name(crm::ObjectKind object, std::string_view name);
    static Mark day(crm::SettingId field, std::string_view day);

    Kind kind = Kind::Number;
    std::int64_t of = 0;  ///< the field, or the object
    std::int64_t hash = 0;
    std::string text{};

    auto operator<=>(const Mark&) const = default;
};

/// Which marks stand in the tables at all, asked for at once for many rows of a file: most of them are new, and for
/// those nothing has to be asked one by one. Whether somebody is a duplicate it does not say. A value; true as long as
/// nobody else writes, which is the length of the writer's job that looked.
class Presence {
  public:
    /// Knows nothing: everything may be there.
    Presence() = default;
    static Result<Presence> look_up(db::Connection& connection, model::TenantId tenant, const std::vector<Mark>& marks);

    bool may_have(const Mark& mark) const;
    /// It stands there from now on.
    void add(const Mark& mark) { there_[mark] = true; }

  private:
    std::map<Mark, bool> there_;  // of what was looked up
};

}  // namespace yh::office::customers
