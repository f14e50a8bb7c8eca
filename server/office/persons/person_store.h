#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "office/lists/list_store.h"
#include "office/person_data.h"

// What people ask for who want to see, or to be forgotten (B20): each request stays as a line of a log, an erasure
// without the number when it is done.
namespace yh::office::persons {

enum class RequestWhat { Exported, Erased };
BOOST_DESCRIBE_ENUM(RequestWhat, Exported, Erased)
/// Held: what the law keeps is still there, and goes by itself when its days are over.
enum class RequestState { Running, Held, Done, Failed };
BOOST_DESCRIBE_ENUM(RequestState, Running, Held, Done, Failed)

using RequestId = Id<struct PersonRequestTag>;

struct PersonRequest {
    std::int64_t id = 0;
    std::int64_t tenant_id = 0;
    std::int64_t user_id = 0;
    RequestWhat what = RequestWhat::Exported;
    RequestState state = RequestState::Done;
    std::string number;
    std::string shown_number;
    std::string reason;
    std::string address;
    std::vector<ErasedCount> counts;
    std::string problem;
    std::optional<std::int64_t> held_until_ms;
    std::int64_t created_at_ms = 0;
    std::optional<std::int64_t> ended_at_ms;
};
BOOST_DESCRIBE_STRUCT(PersonRequest, (),
                      (id, tenant_id, user_id, what, state, number, shown_number, reason, address, counts, problem,
                       held_until_ms, created_at_ms, ended_at_ms))

struct RequestView {
    RequestId id;
    std::int64_t created_at_ms = 0;
    RequestWhat what = RequestWhat::Exported;
    RequestState state = RequestState::Done;
    std::string number;  ///< hidden, for everybody
    std::string reason;
    std::string agent;
    std::string agent_name;
    std::string address;
    std::vector<ErasedCount> counts;
    std::optional<std::int64_t> held_until_ms;
    std::optional<std::int64_t> ended_at_ms;
};
BOOST_DESCRIBE_STRUCT(RequestView, (),
                      (id, created_at_ms, what, state, number, reason, agent, agent_name, address, counts,
                       held_until_ms, ended_at_ms))
lists::Listing<RequestView> requests();

/// A customer, lead or contact that has the number.
struct FoundCard {
    model::CustomerId id;
    std::string object;
    std::string name;
    std::string numbers;  ///< all of them: the card goes whole
    bool deleted = false;
};
BOOST_DESCRIBE_STRUCT(FoundCard, (), (id, object, name, numbers, deleted))

/// What there is of a person.
struct FoundPerson {
    std::vector<FoundCard> cards;
    std::vector<ErasedCount> counts;
    std::int64_t total = 0;
    std::int64_t held = 0;  ///< of the calls: kept by law
    std::optional<std::int64_t> held_until_ms;
};
BOOST_DESCRIBE_STRUCT(FoundPerson, (), (cards, counts, total, held, held_until_ms))

using Parts = std::vector<const PersonPart*>;

/// Whose data, with what the company's law days keep. Thread: one that may block.
Result<PersonSpan> span_of(db::Connection& connection, std::int64_t tenant, std::int64_t user,
                           const std::string& number, std::int64_t now_ms);
Result<FoundPerson> find_person(db::Connection& connection, const Parts& parts, const PersonSpan& span);
Result<PersonData> read_person(db::Connection& connection, const Parts& parts, const PersonSpan& span);

/// Writes the request down; an export also into the history of each card. Thread: the writer's.
Result<void> insert_request(db::Connection& connection, const PersonRequest& request,
                            const std::vector<std::int64_t>& history);
/// The oldest erasure that has something to do by now. Thread: one that may block.
Result<std::optional<PersonRequest>> next_erasure(db::Connection& connection, std::int64_t now_ms);
Result<std::optional<PersonRequest>> find_request(db::Connection& connection, std::int64_t tenant, RequestId id);
/// Erases a portion, and says in the same transaction how far it is. True: there is more to do now. Thread: the
/// writer's.
Result<bool> take_step(db::Connection& connection, const PersonRequest& request, const Parts& parts, std::int64_t most,
                       std::int64_t now_ms);
Result<void> note_failed(db::Connection& connection, std::int64_t id, const std::string& problem, std::int64_t now_ms);

}  // namespace yh::office::persons
