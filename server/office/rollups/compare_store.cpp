#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "base/describe.h"
#include "office/rollups/compare.h"
#include "office/rollups/facts_of_day.h"
#include "office/rollups/local_time.h"
#include "office/rollups/rebuild.h"
#include "office/rollups/wholes.h"

namespace yh::office::rollups {

namespace {

struct Named {
    std::int64_t id = 0;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(Named, (), (id, name))

using Names = std::unordered_map<std::int64_t, std::string>;

/// One company's sums beside those of its facts.
class Comparison {
  public:
    Comparison(db::Connection& connection, const Build& build, const std::function<void(std::string)>& tell)
        : db_{connection}, build_{build}, tell_{tell} {}

    Result<std::int64_t> run() {
        auto zone = model::TimeZone::load(build_.zone);
        zone_ = zone.ok() ? std::move(zone).value() : model::TimeZone{};
        YH_TRY(agents_, names("users", "number"));
        YH_TRY(queues_, names("queues", "number"));
        YH_TRY(departments_, names("departments", "code"));
        YH_TRY(const auto days, days_of(db_, build_.tenant_id, build_.facts_from_day, zone_));
        std::int64_t compared = 0;
        for (auto day = days.first; day != 0 && day <= days.last; day = day_after(day)) {
            if (day < build_.facts_from_day || (build_.next_day && day >= *build_.next_day)) {
                continue;
            }
            YH_TRY(const auto facts, sums_of_day(db_, build_.tenant_id, day, zone_));
            YH_CHECK(compare_day(facts, day));
            ++compared;
        }
        if (!build_.next_day) {
            YH_CHECK(compare_spans());
        }
        return compared;
    }

  private:
    Result<Names> names(std::string_view table, std::string_view column) {
        Names names;
        YH_CHECK(db_.each<Named>(
            fmt::format("SELECT id, {} AS name FROM {} WHERE tenant_id = ?", column, table),
            [&](Named&& one) { names.emplace(one.id, std::move(one.name)); }, build_.tenant_id));
        return names;
    }

    Result<void> compare_day(const Sums& facts, std::int64_t day) {
        Result<void> compared;
        facts.each_table([&](const auto& rows) {
            if (compared.ok()) {
                compared = compare_table(with_wholes(rows), day);
            }
        });
        return compared;
    }

    template <class Row>
    Result<void> compare_table(const RowsByKey<Row>& facts, std::int64_t day) {
        RowsByKey<Row> kept;
        YH_CHECK(db_.each<Row>(
            fmt::format("SELECT * FROM {} WHERE tenant_id = ? AND day = ?", Row::table),
            [&](Row&& row) { kept.add(row); }, build_.tenant_id, day));
        compare_all(kept, facts);
        return {};
    }

    template <class Row>
    void compare_all(const RowsByKey<Row>& kept, const RowsByKey<Row>& facts) {
        for (const auto& [key, row] : facts.all()) {
            const auto* sum = kept.find(row);
            compare_rows(sum == nullptr ? emptied(row) : *sum, row);
        }
        for (const auto& [key, row] : kept.all()) {
            if (facts.find(row) == nullptr) {
                compare_rows(row, emptied(row));
            }
        }
    }

    template <class Row>
    static Row emptied(Row row) {
        std::size_t index = 0;
        for_each_field(row, [&](std::string_view, auto& value) {
            if (index++ >= Row::keys) {
                value = {};
            }
        });
        return row;
    }

    template <class Row>
    void compare_rows(const Row& sum, const Row& fact) {
        if (sum == fact) {
            return;
        }
        std::vector<std::int64_t> of_facts;
        for_each_field(fact, [&](std::string_view, const auto& value) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(value)>, std::int64_t>) {
                of_facts.push_back(value);
            } else {
                of_facts.push_back(0);
            }
        });
        std::string told = fmt::format("{}", Row::table);
        std::size_t index = 0;
        bool first = true;
        for_each_field(sum, [&](std::string_view name, const auto& value) {
            if (index < Row::keys) {
                told += key_text(name, value);
            } else if constexpr (std::is_same_v<std::remove_cvref_t<decltype(value)>, std::int64_t>) {
                if (value != of_facts[index]) {
                    told += fmt::format("{} {} {}, facts say {}", first ? ":" : ";", name, value, of_facts[index]);
                    first = false;
                }
            }
            ++index;
        });
        tell_(std::move(told));
    }

    std::string key_text(std::string_view, const std::string& value) const { return fmt::format(" \"{}\"", value); }
    std::string key_text(std::string_view, bool inbound) const { return inbound ? " inbound" : " outbound"; }
    std::string key_text(std::string_view name, std::int64_t value) const {
        if (name == "tenant_id") {
            return {};
        }
        if (name == "day") {
            return fmt::format(" {}", value);
        }
        if (name == "hour") {
            return value == whole ? std::string{} : fmt::format(" {:02}:00", value);
        }
        const auto& known = name == "agent_id" ? agents_ : name == "queue_id" ? queues_ : departments_;
        const auto what = name.substr(0, name.find('_'));
        const auto found = known.find(value);
        return value == 0             ? std::string{}
               : value == whole       ? fmt::format(" all {}s", what)
               : found == known.end() ? fmt::format(" {} id {}", what, value)
                                      : fmt::format(" {} {}", what, found->second);
    }

    Result<void> compare_spans() {
        constexpr std::int64_t month = 100;
        constexpr std::int64_t year = 10000;
        Result<void> compared;
        Sums{}.each_table([&](const auto& rows) {
            using Row = typename std::remove_cvref_t<decltype(rows)>::RowType;
            if (compared.ok()) {
                compared = compare_spans_of<Row>(month, "day % 10000 <> 0");
            }
            if constexpr (keeps_years<Row>) {
                if (compared.ok()) {
                    compared = compare_spans_of<Row>(year, "(day % 10000 = 0 OR day % 100 <> 0)");
                }
            }
        });
        return compared;
    }

    /// Months and years are sums of their days. Only those that are not are taken out of the database. `which`: days,
    /// and spans of this length.
    template <class Row>
    Result<void> compare_spans_of(std::int64_t length, std::string_view which) {
        const auto span = fmt::format("day - day % {}", length);
        const auto sum = [](std::string_view name, std::string_view is) {
            return fmt::format("CAST(SUM(CASE WHEN day % 100 {} 0 THEN {} ELSE 0 END) AS BIGINT)", is, name);
        };
        std::string keys;
        std::string of_spans;
        std::string differs;
        std::string of_days;
        std::size_t index = 0;
        for (const auto name : field_names<Row>) {
            if (index++ < Row::keys) {
                const auto key = name == "day" ? span : std::string{name};
                keys += fmt::format("{}{}", keys.empty() ? "" : ", ", key);
                of_spans += fmt::format("{}{} AS {}", of_spans.empty() ? "" : ", ", key, name);
                of_days = of_spans;
                continue;
            }
            of_spans += fmt::format(", {} AS {}", sum(name, "="), name);
            of_days += fmt::format(", {} AS {}", sum(name, "<>"), name);
            differs += fmt::format("{}{} <> {}", differs.empty() ? "" : " OR ", sum(name, "="), sum(name, "<>"));
        }
        const auto read = [&](const std::string& columns, RowsByKey<Row>& into) {
            return db_.each<Row>(
                fmt::format("SELECT {} FROM {} WHERE tenant_id = ? AND {} GROUP BY {} HAVING {}", columns, Row::table,
                            which, keys, differs),
                [&](Row&& row) { into.add(row); }, build_.tenant_id);
        };
        RowsByKey<Row> spans;
        RowsByKey<Row> days;
        YH_CHECK(read(of_spans, spans));
        YH_CHECK(read(of_days, days));
        compare_all(spans, days);
        return {};
    }

    db::Connection& db_;
    const Build& build_;
    const std::function<void(std::string)>& tell_;
    model::TimeZone zone_;
    Names agents_;
    Names queues_;
    Names departments_;
};

}  // namespace

Result<std::int64_t> compare(db::Connection& connection, const std::function<void(std::string)>& tell) {
    YH_TRY(const auto transaction, connection.begin());  // facts and sums as of one moment
    YH_TRY(const auto builds,
           connection.rows<Build>("SELECT rollup_builds.tenant_id AS tenant_id, rollup_builds.zone AS zone, next_day, "
                                  "facts_from_day FROM rollup_builds JOIN tenants ON tenants.id = tenant_id AND "
                                  "tenants.zone = rollup_builds.zone ORDER BY tenant_id"));
    std::int64_t days = 0;
    for (const auto& build : builds) {
        YH_TRY(const auto compared, (Comparison{connection, build, tell}.run()));
        days += compared;
    }
    return days;
}

}  // namespace yh::office::rollups
