#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "calls/ports.h"
#include "db/connection.h"
#include "http/reply.h"
#include "office/customers/customer.h"
#include "office/customers/customer_check.h"
#include "office/people/identity.h"
#include "office/people/number_mask.h"

// Customers in the database. Thread: one that may block; what changes them, the writer's.
namespace yh::office::customers {

/// What the asker has to do with a call, proved by the telephones or by its record.
struct CallPart {
    model::CallId call;
    std::string number;     ///< the customer's, as it came
    bool answered = false;  ///< the asker talked in it (R089)
};

/// Who asks, and how numbers look to them.
struct Asker {
    people::SignedIn who;
    people::NumberMask mask{};
    people::NumberSeal seal{};
    std::optional<CallPart> call;    ///< opens the customer whose number it is, whoever owns them (R074)
    crm::BooksPtr books{};           ///< null only in tests
    std::optional<Source> source{};  ///< how what is created comes into being, when neither by hand nor by a call

    const crm::Book& book() const { return books ? books->of(who.tenant) : crm::first_book(); }
};

/// What became of a change. An error of the database is none of these.
struct Saved {
    model::CustomerId id;
    std::optional<Error> refusal;  ///< nothing was changed: customer.unknown, customer.exists, customer.changed …
    std::vector<http::FieldProblem> problems;
    std::optional<model::CustomerId> other;  ///< of customer.exists and .duplicate: who is there already
    std::string prompt{};                    ///< of customer.duplicate: what the dedup rule says (R161)
};

/// Whom the company knows by a number, in whatever way it is written: a customer, else the customer of a contact, else
/// a lead.
struct KnownByNumber {
    model::CustomerId id;
    std::optional<NamedRef> contact;  ///< whose number it is, when it is not the customer's own
};
Result<std::optional<KnownByNumber>> find_known_by_number(db::Connection& connection, model::TenantId tenant,
                                                          const std::string& number);
Result<std::optional<model::CustomerId>> find_by_number(db::Connection& connection, model::TenantId tenant,
                                                        const std::string& number);
/// Which living object of this kind has the number; of contacts, the newest.
Result<std::optional<model::CustomerId>> find_holder(db::Connection& connection, model::TenantId tenant,
                                                     crm::ObjectKind object, const std::string& number);

/// … as the telephones want to know it.
Result<std::optional<calls::KnownCustomer>> find_known(db::Connection& connection, model::TenantId tenant,
                                                       const std::string& number);

/// The card as the asker sees it; none: there is none for them. Whoever knows a whole number, or has the call, sees
/// the card whosever it is: `AnyOwner`.
enum class Whose { InScope, AnyOwner };
Result<std::optional<CustomerCard>> find_card(db::Connection& connection, const Asker& asker, model::CustomerId id,
                                              Whose whose);

/// Whether the asker may see this customer: in scope, or by the call.
Result<bool> may_see(db::Connection& connection, const Asker& asker, model::CustomerId id);

/// The last ten calls with any of the customer's numbers (R072).
Result<std::vector<CustomerCall>> last_calls(db::Connection& connection, model::TenantId tenant,
                                             const std::vector<std::string>& numbers);
Result<std::vector<std::string>> numbers_of(db::Connection& connection, model::CustomerId id);
Result<std::vector<CustomerHistory>> history_of(db::Connection& connection, model::CustomerId id);

/// What the asker had to do with a call that is over, and whether it has a record at all.
struct RecordedPart {
    bool recorded = false;
    std::optional<CallPart> part;
};
Result<RecordedPart> find_recorded_part(db::Connection& connection, const people::SignedIn& who, model::CallId call);

/// Ids are made before, because a writer's job may run twice.
struct NewIds {
    model::CustomerId customer;
    std::int64_t history = 0;
    std::int64_t lead_history = 0;  ///< of the lead that it is made from
};

/// A new customer. Its owner is whoever the draft names, else whoever creates it (R089, R137). Of two who save the same
/// number in the same instant the database lets one: the other is refused with customer.exists and whose it is.
Result<Saved> create_customer(db::Connection& connection, const Asker& asker, const CustomerDraft& draft, NewIds ids,
                              std::int64_t now_ms);
/// Changes one. A customer without an owner becomes that of the agent who answered the call it is saved in (R089).
Result<Saved> change_customer(db::Connection& connection, const Asker& asker, model::CustomerId id,
                              const CustomerDraft& draft, std::int64_t history_id, std::int64_t now_ms);
/// Takes it out of sight, a customer with its contacts; the numbers are free again. `contacts`: how many the asker was
/// told of; more or fewer by now: customer.has_contacts, and nothing is deleted (U11). None: nobody was asked.
Result<Saved> delete_customer(db::Connection& connection, const Asker& asker, model::CustomerId id,
                              std::int64_t history_id, std::int64_t now_ms,
                              std::optional<std::int64_t> contacts = std::nullopt);
/// Takes a deletion back, with the contacts that went with it, unless one of its numbers is somebody else's by now. A
/// contact comes back to a living customer only.
Result<Saved> restore_customer(db::Connection& connection, const Asker& asker, model::CustomerId id,
                               std::int64_t history_id, std::int64_t now_ms);

/// What hangs on it: for the question before it is deleted.
Result<Dependents> find_dependents(db::Connection& connection, model::CustomerId id);

}  // namespace yh::office::customers
