#include "office/reports/drill_down.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <boost/algorithm/string/replace.hpp>
#include <charconv>
#include <optional>

#include "http/text.h"
#include "office/lists/asked.h"
#include "office/people/chart.h"
#include "office/reports/conditions.h"
#include "office/reports/shape.h"

namespace yh::office::reports {

namespace {

using http::NamedValue;

// ---- what stands for a fact

constexpr std::string_view dialled_call =
    "calls.direction IN ('manual_outbound', 'auto_outbound') AND calls.dialled_by IS NOT NULL";
constexpr std::string_view any_call =
    "(calls.direction = 'inbound' OR (calls.direction IN ('manual_outbound', 'auto_outbound') AND calls.dialled_by IS "
    "NOT NULL))";
constexpr std::string_view queued_call =
    "(calls.direction = 'inbound' OR (calls.direction = 'manual_outbound' AND calls.dialled_by IS NOT NULL))";

// The leg that stands for a department's part in a call: who answered first, else where it rang last.
constexpr std::string_view stands_for_department =
    "leg.id = (SELECT pick.id FROM call_legs AS pick WHERE pick.call_id = leg.call_id AND pick.user_id IS NOT NULL AND "
    "pick.distributed = TRUE AND COALESCE(pick.department_id, 0) = COALESCE(leg.department_id, 0) ORDER BY CASE WHEN "
    "pick.answered_at_ms IS NULL THEN 1 ELSE 0 END, pick.answered_at_ms, COALESCE(pick.ringing_at_ms, "
    "pick.started_at_ms) DESC, CASE WHEN pick.answered_at_ms IS NULL THEN -pick.id ELSE pick.id END LIMIT 1)";

constexpr std::string_view rung =
    "(leg.answered_at_ms - (SELECT MIN(COALESCE(rang.ringing_at_ms, rang.started_at_ms)) FROM call_legs AS rang WHERE "
    "rang.call_id = leg.call_id AND rang.user_id IS NOT NULL AND rang.distributed = TRUE AND "
    "COALESCE(rang.department_id, 0) = COALESCE(leg.department_id, 0)))";

// Of a call-back the leg that answered.
constexpr std::string_view of_dialler =
    "(SELECT own.{} FROM call_legs AS own WHERE own.call_id = calls.id AND own.user_id = calls.dialled_by ORDER BY "
    "CASE WHEN own.answered_at_ms IS NULL THEN 1 ELSE 0 END, own.id LIMIT 1)";

std::string dialler_s(std::string_view column) {
    return fmt::format(fmt::runtime(of_dialler), column);
}

/// How one kind of fact is found, and which expressions say whose it is.
struct Kind {
    std::string from;
    std::string base;
    std::string agent;
    std::string department;
    std::string queue;
};

Kind leg_kind(std::string_view besides) {
    return {"call_legs AS leg",
            fmt::format("leg.call_id = calls.id AND leg.user_id IS NOT NULL AND leg.distributed = TRUE AND "
                        "calls.direction = 'inbound'{}{}",
                        besides.empty() ? "" : " AND ", besides),
            "leg.user_id", "leg.department_id", "leg.queue_id"};
}

Kind kind_of(Behind behind) {
    switch (behind) {
        case Behind::Rings:
        case Behind::RingsAndDials:
            return leg_kind({});
        case Behind::Shares:
        case Behind::SharesAndDials:
            return leg_kind(stands_for_department);
        case Behind::Dials:
        case Behind::SharedDials:
            return {
                {}, std::string{dialled_call}, "calls.dialled_by", dialler_s("department_id"), dialler_s("queue_id")};
        case Behind::Visits:
            return {"queue_visits AS visit",
                    fmt::format("visit.call_id = calls.id AND {}", queued_call),
                    {},
                    {},
                    "visit.queue_id"};
        case Behind::Surveys:
            return {"surveys AS survey", fmt::format("survey.call_id = calls.id AND {}", any_call), "survey.agent_id",
                    "survey.department_id", "survey.queue_id"};
        case Behind::Numbers:
            return {{}, fmt::format("{} AND calls.customer_number <> ''", dialled_call), {}, {}, {}};
        case Behind::Calls:
        case Behind::Nothing:
            break;
    }
    return {{}, std::string{any_call}, {}, "calls.department_id", "calls.queue_id"};
}

/// Who has a part in all calls of a figure, where there is one such: his calls are fewer than those of the time.
std::optional<std::int64_t> person_of(const FigureOf& of, const people::SignedIn& who) {
    if (of.agents.size() == 1 && of.agents.front() != 0) {
        return of.agents.front();
    }
    return who.data() == people::DataScope::Own ? std::optional{who.user.value} : std::nullopt;
}

people::ScopeClause scope_of(Behind behind, const Kind& kind, const people::SignedIn& who) {
    switch (behind) {
        case Behind::Rings:
        case Behind::Dials:
        case Behind::RingsAndDials:
        case Behind::Surveys:
            return people::scope_clause(who, {.person = kind.agent, .queue = kind.queue});
        case Behind::Numbers:
            return people::scope_clause(
                who, {.person = dialled_by, .queue = "calls.queue_id", .own = own_calls, .own_values = 1});
        default:
            return scope_by_department(who, kind.queue, kind.department);
    }
}

/// A measure that counts, as the report declares it or as a company's settings add it.
struct Counted {
    Behind behind = Behind::Nothing;
    std::string which;
    std::string which_dialled;
    std::optional<std::string> level;
    lists::Title title;
};

std::optional<std::int64_t> seconds_in(std::string_view key, std::string_view prefix) {
    std::int64_t seconds = 0;
    if (!key.starts_with(prefix)) {
        return std::nullopt;
    }
    key.remove_prefix(prefix.size());
    const auto read = std::from_chars(key.data(), key.data() + key.size(), seconds);
    const bool known = read.ec == std::errc{} && read.ptr == key.data() + key.size() &&
                       std::ranges::find(model::service_thresholds_s, seconds) != model::service_thresholds_s.end();
    return known ? std::optional{seconds} : std::nullopt;
}

Counted within(std::string_view which, std::int64_t seconds, lists::Title title) {
    Counted counted{Behind::Visits, std::string{which}, {}, {}, title};
    boost::replace_all(counted.which, "{within}", std::to_string(seconds * 1000));
    return counted;
}

std::optional<Counted> besides(const Report& report, std::string_view key) {
    if (report.besides == Besides::Levels && key.starts_with(level_prefix)) {
        return Counted{Behind::Surveys,
                       std::string{conditions::survey_level},
                       {},
                       std::string{key.substr(level_prefix.size())},
                       {"评价", "Level"}};
    }
    if (report.besides == Besides::ServiceLevel) {
        if (const auto seconds = seconds_in(key, answered_in)) {
            return within(conditions::visit_in_time, *seconds, {"及时接听", "In time"});
        }
        if (const auto seconds = seconds_in(key, abandoned_in)) {
            return within(conditions::visit_early, *seconds, {"提前放弃", "Given up early"});
        }
    }
    return std::nullopt;
}

std::optional<Counted> find_counted(const Report& report, std::string_view key) {
    const auto found = std::ranges::find(report.measures, key, &Measure::key);
    if (found == report.measures.end()) {
        return besides(report, key);
    }
    if (found->behind == Behind::Nothing) {
        return std::nullopt;
    }
    Counted counted{found->behind, std::string{found->which}, std::string{found->which_dialled}, {}, found->title};
    boost::replace_all(counted.which, "{rung}", rung);
    return counted;
}

void narrow(std::string& where, std::string_view column, const std::vector<std::int64_t>& ids) {
    if (!ids.empty() && !column.empty()) {
        where += fmt::format(" AND COALESCE({}, 0) IN ({})", column, fmt::join(ids, ", "));
    }
}

/// The hour that clocks showed when the call began.
Result<std::string> hour_clause(const FigureOf& of) {
    std::string offset = "0";
    for (const auto part : http::split(of.offsets, ',')) {
        const auto colon = part.find(':');
        const auto from = colon == std::string_view::npos ? std::string_view{"0"} : part.substr(0, colon);
        auto minutes = colon == std::string_view::npos ? part : part.substr(colon + 1);
        const bool west = minutes.starts_with('-');
        minutes.remove_prefix(west ? 1 : 0);
        std::int64_t from_ms = 0;
        std::int64_t ahead_min = 0;
        const auto from_read = std::from_chars(from.data(), from.data() + from.size(), from_ms);
        const auto read = std::from_chars(minutes.data(), minutes.data() + minutes.size(), ahead_min);
        constexpr std::int64_t a_day = 24 * 60;
        if (from_read.ptr != from.data() + from.size() || minutes.empty() ||
            read.ptr != minutes.data() + minutes.size() || ahead_min > a_day) {
            return invalid_input("offset.malformed", std::string{part});
        }
        const auto ahead_ms = ahead_min * (west ? -60'000 : 60'000);
        offset = from_ms == 0 ? std::to_string(ahead_ms)
                              : fmt::format("CASE WHEN calls.started_at_ms >= {} THEN {} ELSE {} END", from_ms,
                                            ahead_ms, offset);
    }
    return fmt::format(" AND ((calls.started_at_ms + {}) / 3600000) % 24 = {}", offset, *of.hour);
}

Result<Facts> facts(Behind behind, std::string_view which, const Counted& counted, const FigureOf& of,
                    const people::SignedIn& who) {
    const auto kind = kind_of(behind);
    Facts made;
    made.from = kind.from;
    made.where = fmt::format("{} AND {}", kind.base, which);
    if (counted.level) {
        made.params.push_back(db::Param::own_text(*counted.level));
    }
    if (of.level && behind == Behind::Surveys) {
        made.where += " AND survey.level = ?";
        made.params.push_back(db::Param::own_text(*of.level));
    }
    if (behind == Behind::Calls && !of.agents.empty()) {
        made.where += " AND " + had_part(of.agents);
    }
    narrow(made.where, kind.agent, of.agents);
    narrow(made.where, kind.department, of.departments);
    narrow(made.where, kind.queue, of.queues);
    if (of.number) {
        made.where += " AND calls.customer_number = ?";
        made.params.push_back(db::Param::own_text(*of.number));
    }
    if (of.hour) {
        YH_TRY(const auto hour, hour_clause(of));
        made.where += hour;
    }
    if (const auto scope = scope_of(behind, kind, who); !scope.sql.empty()) {
        made.where += " AND " + scope.sql;
        for (const auto value : scope.values) {
            made.params.push_back(db::Param::integer(value));
        }
    }
    return made;
}

Result<std::vector<Facts>> all_facts(const Counted& counted, const FigureOf& of, const people::SignedIn& who) {
    std::vector<Facts> all;
    YH_TRY(auto first, facts(counted.behind, counted.which, counted, of, who));
    all.push_back(std::move(first));
    if (counted.behind == Behind::RingsAndDials || counted.behind == Behind::SharesAndDials) {
        const auto dials = counted.behind == Behind::RingsAndDials ? Behind::Dials : Behind::SharedDials;
        YH_TRY(auto dialled, facts(dials, counted.which_dialled, counted, of, who));
        all.push_back(std::move(dialled));
    }
    return all;
}

// ---- the filter of the list

Result<std::vector<std::int64_t>> ids_arg(const std::vector<NamedValue>& query, std::string_view name) {
    std::vector<std::int64_t> ids;
    const auto text = lists::text_arg(query, name).value_or("");
    for (const auto part : http::split(text, ',')) {
        if (part.empty()) {
            continue;
        }
        const auto id = part == "0" ? Result<std::int64_t>{0} : parse_id(part);
        if (!id.ok()) {
            return id.error();
        }
        ids.push_back(*id);
    }
    return ids;
}

Result<lists::Narrowing> narrow_calls(const std::vector<NamedValue>& query, const lists::Reader& reader) {
    lists::Narrowing narrowing;
    const auto figure = lists::text_arg(query, "figure");
    if (!figure) {
        return narrowing;
    }
    if (!people::may(reader.who, people::rights::see_reports)) {
        return Error{ErrorKind::Forbidden, "http.forbidden", std::string{people::rights::see_reports}};
    }
    const auto dot = std::min(figure->find('.'), figure->size());
    const auto* report = find_report(std::string_view{*figure}.substr(0, dot));
    if (report == nullptr) {
        return invalid_input("report.unknown", *figure);
    }
    const auto key = figure->substr(std::min(dot + 1, figure->size()));
    YH_TRY(const auto of, figure_args(query, reader));
    const auto counted = find_counted(*report, key);
    if (!counted) {
        return invalid_input("report.no_figure", key);
    }
    YH_TRY(auto all, all_facts(*counted, of, reader.who));
    for (auto& each : all) {
        narrowing.sql += narrowing.sql.empty() ? "(" : " OR ";
        narrowing.sql += each.from.empty() ? fmt::format("({})", each.where)
                                           : fmt::format("EXISTS (SELECT 1 FROM {} WHERE {})", each.from, each.where);
        narrowing.params.insert(narrowing.params.end(), each.params.begin(), each.params.end());
    }
    narrowing.sql += ")";
    narrowing.person = person_of(of, reader.who);
    narrowing.said_zh = fmt::format("{} · {}", report->title.chinese, counted->title.chinese);
    narrowing.said_en = fmt::format("{} · {}", report->title.english, counted->title.english);
    return narrowing;
}

constexpr std::array<http::QueryArg, 8> figure_query_args{{{"figure"},
                                                           {"figure_agents"},
                                                           {"figure_departments"},
                                                           {"figure_queues"},
                                                           {"figure_level"},
                                                           {"figure_number"},
                                                           {"figure_hour", "integer"},
                                                           {"figure_offsets"}}};

std::string csv_of(const std::vector<std::int64_t>& ids) {
    return fmt::format("{}", fmt::join(ids, ","));
}

}  // namespace

Result<FigureOf> figure_args(const std::vector<NamedValue>& query, const lists::Reader& reader) {
    FigureOf of;
    YH_TRY(of.agents, ids_arg(query, "figure_agents"));
    YH_TRY(of.departments, ids_arg(query, "figure_departments"));
    YH_TRY(of.queues, ids_arg(query, "figure_queues"));
    of.level = lists::text_arg(query, "figure_level");
    of.number = lists::text_arg(query, "figure_number");
    if (of.number && people::NumberSeal::is_token(*of.number)) {
        YH_TRY(of.number, reader.seal.open(reader.who.tenant, *of.number));
    }
    YH_TRY(const auto hours, ids_arg(query, "figure_hour"));
    if (!hours.empty()) {
        of.hour = hours.front();
    }
    of.offsets = lists::text_arg(query, "figure_offsets").value_or("");
    return of;
}

constinit const lists::Narrowed figure_filter{narrow_calls, figure_query_args};

Result<std::vector<Facts>> facts_of(const Report& report, std::string_view measure, const FigureOf& of,
                                    const people::SignedIn& who) {
    const auto counted = find_counted(report, measure);
    if (!counted) {
        return invalid_input("report.no_figure", std::string{measure});
    }
    return all_facts(*counted, of, who);
}

people::ScopeClause scope_by_department(const people::SignedIn& who, std::string_view queue,
                                        std::string_view department) {
    people::ScopeClause clause;
    switch (who.data()) {
        case people::DataScope::All:
            break;
        case people::DataScope::Own:
            return {std::string{own_calls}, {who.user.value}};
        case people::DataScope::Led:
            clause.sql = fmt::format("({} IN (SELECT queue_id FROM queue_leaders WHERE user_id = ?)", queue);
            clause.values.push_back(who.user.value);
            if (who.managed && !who.managed->departments.empty() && !department.empty()) {
                clause.sql += fmt::format(" OR {} IN ({})", department, fmt::join(who.managed->departments, ", "));
            }
            clause.sql += ")";
            break;
    }
    return clause;
}

std::string had_part(const std::vector<std::int64_t>& agents, std::string_view when) {
    return fmt::format("calls.id IN (SELECT call_people.call_id FROM call_people WHERE call_people.user_id IN ({}){})",
                       fmt::join(agents, ", "), when);
}

std::string offsets_of(const model::TimeZone& zone, std::int64_t from_ms, std::int64_t to_ms) {
    const auto ahead = [&](std::int64_t at_ms) {
        const WallTime at{std::chrono::milliseconds{at_ms}};
        return std::chrono::duration_cast<std::chrono::minutes>(zone.offset_at(at)).count();
    };
    constexpr std::int64_t step_ms = 1'800'000;  // clocks are changed at full hours of UTC, or at half of them
    auto now = ahead(from_ms);
    auto text = std::to_string(now);
    for (auto at = from_ms - from_ms % step_ms + step_ms; at < to_ms; at += step_ms) {
        if (const auto next = ahead(at); next != now) {
            text += fmt::format(",{}:{}", at, next);
            now = next;
        }
    }
    return text;
}

std::string query_of(const FigureOf& of) {
    std::string text;
    const auto add = [&](std::string_view key, const std::string& value) {
        if (!value.empty()) {
            text += fmt::format("&{}={}", key, http::url_encode(value));
        }
    };
    add("figure_agents", csv_of(of.agents));
    add("figure_departments", csv_of(of.departments));
    add("figure_queues", csv_of(of.queues));
    add("figure_level", of.level.value_or(""));
    add("figure_number", of.number.value_or(""));
    if (of.hour) {
        add("figure_hour", std::to_string(*of.hour));
        add("figure_offsets", of.offsets);
    }
    return text;
}

}  // namespace yh::office::reports
