#include "office/customers/pools/return_care.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/log.h"

namespace yh::office::customers {

namespace {

constexpr auto shortest_rest = std::chrono::seconds{20};
constexpr int rest_factor = 50;

}  // namespace

void ReturnCare::start() {
    begin();
}

void ReturnCare::begin() {
    auto round = std::make_shared<Round>();
    round->began = office_.clock.now();
    round->rules = {office_.books, office_.chart};
    for (const auto& tenant : office_.directory->tenants) {
        if (round->rules.books && returns_anything(round->rules.books->of(tenant.id))) {
            round->tenants.push_back(tenant.id);
        }
    }
    next_company(round);
}

void ReturnCare::next_company(const RoundPtr& round) {
    if (round->tenants.empty()) {
        end(round);
        return;
    }
    round->after = 0;
    office_.readers.read(
        office_.home,
        [rules = round->rules, tenant = round->tenants.front()](db::Connection& connection) {
            return owners_of(connection, rules, tenant);
        },
        [this, round](Result<Owners> owners) {
            if (!owners.ok()) {
                round->tenants.clear();
                end(round);
                return;
            }
            round->owners = std::make_shared<const Owners>(*std::move(owners));
            look(round);
        });
}

void ReturnCare::look(const RoundPtr& round) {
    office_.readers.read(
        office_.home,
        [round, now = to_ms(office_.clock.wall())](db::Connection& connection) {
            const auto tenant = round->tenants.front();
            return find_due(connection, round->rules.books->of(tenant), tenant, *round->owners, round->after, now);
        },
        [this, round](Result<DuePage> page) {
            if (!page.ok()) {
                log().warn("pool.return_failed", {{"code", page.error().code}});
                end(round);
                return;
            }
            act_on(round, *std::move(page));
        });
}

// Each is judged once more where it is changed: whoever followed it up meanwhile keeps it.
void ReturnCare::act_on(const RoundPtr& round, DuePage page) {
    constexpr std::size_t at_once = 50;
    const auto count = std::min(at_once, page.due.size());
    if (count == 0) {
        round->after = page.next;
        if (page.next != 0) {
            look(round);
        } else {
            round->tenants.pop_front();
            next_company(round);
        }
        return;
    }
    std::vector<model::CustomerId> some(page.due.begin(), page.due.begin() + static_cast<std::ptrdiff_t>(count));
    page.due.erase(page.due.begin(), page.due.begin() + static_cast<std::ptrdiff_t>(count));
    office_.writer.write(
        office_.home,
        [round, some = std::move(some), &ids = *office_.writers_ids,
         now = to_ms(office_.clock.wall())](db::Connection& connection) -> Result<std::vector<ReturnDone>> {
            std::vector<ReturnDone> all;
            YH_TRY(auto transaction, connection.begin());
            for (const auto id : some) {
                YH_TRY(auto done,
                       take_back(connection, round->rules, round->tenants.front(), *round->owners, id, ids, now));
                all.push_back(std::move(done));
            }
            YH_CHECK(transaction.commit());
            return all;
        },
        [this, round, page = std::move(page)](Result<std::vector<ReturnDone>> all) mutable {
            if (!all.ok()) {
                log().warn("pool.return_failed", {{"code", all.error().code}});
                end(round);
                return;
            }
            for (auto& done : *all) {
                round->warned += done.step == crm::ReturnStep::Warn ? 1 : 0;
                if (done.step == crm::ReturnStep::Return) {
                    ++round->returned;
                    office_.desk.customer_changed(round->tenants.front(), done.id, std::move(done.numbers));
                }
                if (done.step != crm::ReturnStep::Nothing && office_.tell_person) {
                    office_.tell_person(done.owner, "pool", done.id.value);
                }
            }
            act_on(round, std::move(page));
        });
}

void ReturnCare::end(const RoundPtr& round) {
    if (round->warned + round->returned > 0) {
        log().info("pool.returned", {{"returned", round->returned}, {"warned", round->warned}});
    }
    const Duration took = office_.clock.now() - round->began;
    office_.home.after(std::max<Duration>(shortest_rest, took * rest_factor), [this] { begin(); });
}

}  // namespace yh::office::customers
