#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/time_zone.h"
#include "office/lists/narrowing.h"
#include "office/people/identity.h"
#include "office/people/scope.h"
#include "office/reports/report.h"

// From a figure to the very calls behind it: the list of call records takes `figure=REPORT.MEASURE` and the arguments
// that a report's row carries (`calls`). Whose calls they may be is what the report's sums say, so that the list is as
// long as the figure is high.
namespace yh::office::reports {

/// For the declaration of the list of calls. Errors: http.forbidden, report.unknown, report.no_figure, id.malformed,
/// number.bad_token.
extern const lists::Narrowed figure_filter;

/// What a figure was narrowed to. Ids; 0 is nobody, no department, no queue.
struct FigureOf {
    std::vector<std::int64_t> agents;
    std::vector<std::int64_t> departments;
    std::vector<std::int64_t> queues;
    std::optional<std::string> level;
    std::optional<std::string> number;  ///< exactly this one
    std::optional<std::int64_t> hour;   ///< of the day
    std::string offsets;  ///< of clocks, for the hour: "480", or from when on each holds: "0:480,1793…:540"
};

/// The facts that a measure counts, as SQL over `calls`. Each belongs to one call; a call may have several.
struct Facts {
    std::string from;   ///< what is joined to `calls`; may be empty
    std::string where;  ///< all conditions, the company and the time excepted
    db::Params params;
};
/// Errors: id.malformed, number.bad_token.
Result<FigureOf> figure_args(const std::vector<http::NamedValue>& query, const lists::Reader& reader);
/// Two at the most: rings, and calls that were dialled. Errors: report.no_figure, id.malformed.
Result<std::vector<Facts>> facts_of(const Report& report, std::string_view measure, const FigureOf& of,
                                    const people::SignedIn& who);

/// Whose sums `who` may see: by agent and queue, or by department and queue in tables that know no agent.
people::ScopeClause scope_by_department(const people::SignedIn& who, std::string_view queue,
                                        std::string_view department);
/// Calls in which one of them had a part; `when`: a further condition on call_people.
std::string had_part(const std::vector<std::int64_t>& agents, std::string_view when = {});
/// Whose a call to a number is: of who talked, else of who dialled it in vain.
inline constexpr std::string_view dialled_by = "COALESCE(calls.agent_id, calls.dialled_by)";
/// Which calls of one's own are, where nobody else's are seen.
inline constexpr std::string_view own_calls =
    "calls.id IN (SELECT call_legs.call_id FROM call_legs WHERE call_legs.user_id = ?)";

/// How far clocks were ahead of UTC between these moments, as `FigureOf::offsets`.
std::string offsets_of(const model::TimeZone& zone, std::int64_t from_ms, std::int64_t to_ms);

/// "figure_agents=12&figure_hour=9…", for the address of the list of calls.
std::string query_of(const FigureOf& of);

}  // namespace yh::office::reports
