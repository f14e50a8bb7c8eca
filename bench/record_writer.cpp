// What a finished call costs the writer: its record alone, and its record with the sums of reports.
//   record_writer sqlite:/tmp/x.db [calls]      prints processor time, µs per call, for batches of 1, 20 and 1,000
//   calls
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "db/database.h"
#include "db/migrations.h"
#include "office/records/record_keeper.h"
#include "office/rollups/rebuild.h"
#include "office/settings/site_store.h"

namespace {

using namespace yh;
using namespace yh::model;
using namespace yh::office;

constexpr std::int64_t second = 1000;
constexpr std::int64_t agents = 500;
constexpr std::int64_t queues = 20;

void must(const Result<void>& done) {
    if (!done.ok()) {
        fmt::print(stderr, "{}: {}\n", done.error().code, done.error().detail);
        std::exit(1);
    }
}

/// A customer who is refused once and answered then, a minute of talk, of ten thousand numbers.
std::vector<Event> call_at(std::int64_t call, std::int64_t at, std::int64_t tenant) {
    std::vector<Event> events;
    const auto say = [&](std::int64_t after_s, EventBody body) {
        events.push_back({at + after_s * second, TenantId{tenant}, CallId{call}, std::move(body)});
    };
    const auto number = fmt::format("138{:08}", call * 7919 % 10'000);
    const QueueId queue{1 + call % queues};
    const Ending hangup{EndingSide::Caller, "hangup"};
    say(0, CallStarted{Direction::Inbound, number, "4008001234", "carrier"});
    say(0, LegStarted{LegId{call * 10}, LegRole::Customer, {}, number});
    say(0, LegAnswered{LegId{call * 10}});
    say(0, QueueEntered{queue, 1, {}});
    for (const std::int64_t turn : {1, 2}) {
        const LegId leg{call * 10 + turn};
        const UserId agent{1 + (call * 3 + turn) % agents};
        say(turn, OfferMade{OfferId{leg.value}, queue, agent, leg});
        say(turn, LegStarted{leg, LegRole::Agent, agent, "8001"});
        say(turn, LegRinging{leg});
        if (turn == 1) {
            say(5, OfferEnded{OfferId{leg.value}, agent, OfferOutcome::Refused});
            say(5, LegEnded{leg, hangup, 603});
        } else {
            say(9, LegAnswered{leg});
            say(9, OfferEnded{OfferId{leg.value}, agent, OfferOutcome::Accepted});
            say(9, QueueLeft{queue, QueueExit::Connected, agent});
            say(9, Bridged{LegId{call * 10}, leg});
            say(69, LegEnded{LegId{call * 10}, hangup, 0});
            say(69, LegEnded{leg, hangup, 0});
        }
    }
    say(69, CallEnded{CallResult::Answered, hangup});
    return events;
}

/// The rows that there were before there were sums.
Result<void> write_records(db::Connection& connection, const records::KeptBatch& batch) {
    for (const auto& row : batch.calls) {
        YH_CHECK(connection.upsert("calls", row, {"id"}));
        YH_CHECK(connection.run(
            "INSERT INTO call_numbers (tenant_id, number) VALUES (?, ?) ON CONFLICT (tenant_id, number) DO NOTHING",
            row.tenant_id, row.customer_number));
    }
    for (const auto& row : batch.legs) {
        YH_CHECK(connection.upsert("call_legs", row, {"id"}));
    }
    for (const auto& row : batch.visits) {
        YH_CHECK(connection.upsert("queue_visits", row, {"call_id", "visit"}));
    }
    for (const auto& row : batch.missed) {
        YH_CHECK(connection.upsert("missed_calls", row, {"id"}));
    }
    return {};
}

double measure(db::Connection& connection, std::int64_t tenant, std::int64_t& next, std::int64_t calls,
               std::int64_t at_once, bool sums) {
    constexpr std::int64_t begin = 1'795'226'400'000;
    records::RecordKeeper keeper;
    std::clock_t spent = 0;  // of the processor: how busy the machine is shall not matter
    for (std::int64_t done = 0; done < calls; done += at_once) {
        std::vector<Event> events;
        for (std::int64_t i = 0; i < at_once; ++i, ++next) {
            const auto told = call_at(next, begin + next * 50, tenant);
            events.insert(events.end(), told.begin(), told.end());
        }
        auto batch = keeper.fold(events, begin + next * 50);
        batch.journal.clear();
        batch.journal_needed_from = 0;
        const auto from = std::clock();
        auto transaction = std::move(connection.begin()).value();
        must(sums ? batch.write(connection) : write_records(connection, batch));
        must(transaction.commit());
        spent += std::clock() - from;
    }
    return static_cast<double>(spent) * 1e6 / CLOCKS_PER_SEC / static_cast<double>(calls);
}

}  // namespace

int main(int argc, char** argv) {
    const std::int64_t calls = argc > 2 ? std::atoll(argv[2]) : 20'000;
    auto database = db::Database::open(argc > 1 ? argv[1] : "sqlite:/tmp/record_writer.db");
    if (!database.ok()) {
        return 1;
    }
    auto connection = std::move(database->connect()).value();
    const SystemClock clock;
    IdMaker ids;
    if (!db::migrate(connection, db::embedded_migrations(), clock).ok()) {
        return 1;
    }
    settings::SiteTenant company;
    company.code = "bench";
    company.name = "bench";
    if (!settings::apply_site(connection, settings::Site{{company}}, settings::DryRun::No, clock, ids).ok()) {
        return 1;
    }
    const auto tenant = connection.one<std::int64_t>("SELECT id FROM tenants WHERE code = 'bench'").value();
    must(rollups::plan_builds(connection, rollups::Plan::WhereNeeded));
    std::int64_t next = 1;
    measure(connection, tenant, next, calls, 1000, true);  // nothing is cold
    for (const std::int64_t at_once : {1, 20, 1000}) {
        const auto some = std::min(calls, at_once * 1000);
        const auto plain = measure(connection, tenant, next, some, at_once, false);
        const auto summed = measure(connection, tenant, next, some, at_once, true);
        fmt::print("batches of {:4}: record {:6.1f} us, with sums {:6.1f} us a call\n", at_once, plain, summed);
    }
    return 0;
}
