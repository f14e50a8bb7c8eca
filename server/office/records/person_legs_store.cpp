#include <optional>

#include "office/records/person_legs.h"

namespace yh::office::records {

namespace {

struct PersonLeg {
    std::int64_t call = 0;
    std::int64_t started_at_ms = 0;
    std::optional<std::int64_t> answered_at_ms;
    std::int64_t ended_at_ms = 0;
    std::string number;
};
BOOST_DESCRIBE_STRUCT(PersonLeg, (), (call, started_at_ms, answered_at_ms, ended_at_ms, number))

// By the index of legs outside. A leg of one of ours is a telephone of ours, whoever else has its number.
constexpr std::string_view theirs =
    " FROM call_legs WHERE tenant_id = ? AND user_id IS NULL AND number IN {numbers} AND NOT EXISTS (SELECT 1 FROM "
    "calls WHERE calls.id = call_legs.call_id AND calls.customer_number = call_legs.number)";

std::string of_legs(std::string_view select, const PersonSpan& span, std::string_view behind = {}) {
    return with_numbers(std::string{select} + std::string{theirs} + std::string{behind}, span);
}

Result<std::vector<ErasedCount>> count(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto rows, connection.one<std::int64_t>(of_legs("SELECT COUNT(*)", span), person_params(span)));
    return std::vector<ErasedCount>{{"legs", rows}};
}

Result<PersonHold> held(db::Connection& connection, const PersonSpan& span) {
    PersonHold hold;
    YH_TRY(hold.rows, connection.one<std::int64_t>(of_legs("SELECT COUNT(*)", span, " AND started_at_ms >= ?"),
                                                   person_params(span, {span.held_from_ms})));
    YH_TRY(hold.newest_ms,
           connection.one<std::int64_t>(of_legs("SELECT COALESCE(MAX(started_at_ms), 0)", span), person_params(span)));
    return hold;
}

Result<PersonData> read(db::Connection& connection, const PersonSpan& span) {
    YH_TRY(const auto legs, connection.rows<PersonLeg>(
                                of_legs("SELECT call_id AS call, started_at_ms, answered_at_ms, ended_at_ms, number",
                                        span, " ORDER BY started_at_ms, id"),
                                person_params(span)));
    return PersonData{{person_table("legs", legs)}, {}};
}

Result<Erased> erase(db::Connection& connection, const PersonSpan& span, std::int64_t most) {
    YH_TRY(const auto legs, connection.rows<std::int64_t>(of_legs("SELECT id", span, " AND started_at_ms < ? LIMIT ?"),
                                                          person_params(span, {span.held_from_ms, most})));
    for (const auto leg : legs) {
        YH_CHECK(connection.run("UPDATE call_legs SET number = '' WHERE id = ?", leg));
    }
    return Erased{static_cast<std::int64_t>(legs.size()), {}};
}

}  // namespace

constinit const PersonPart person_legs{"legs", &count, &held, &read, &erase};

}  // namespace yh::office::records
