#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "office/rollups/sums.h"

// Rows of wholes: what is not asked part by part reads one of them (migrations 0040 and 0042). They are made of their
// parts where rows are written, compared and made anew; no tally knows of them.
namespace yh::office::rollups {

/// The hour of a row of the whole day; the department of one of all departments; the agent of one of all agents.
inline constexpr std::int64_t whole = -1;

template <class Row>
using MakeWhole = void (*)(Row& part);

/// The wholes that a table keeps. Each is made of wholes as well as of parts: there is the whole day of all agents.
template <class Row>
inline constexpr std::array<MakeWhole<Row>, 0> wholes{};
template <>
inline constexpr std::array<MakeWhole<AgentStateHour>, 2> wholes<AgentStateHour>{
    [](AgentStateHour& row) { row.hour = whole; },
    [](AgentStateHour& row) { row.agent_id = row.department_id = whole; }};
template <>
inline constexpr std::array<MakeWhole<CallHour>, 2> wholes<CallHour>{[](CallHour& row) { row.hour = whole; },
                                                                     [](CallHour& row) { row.department_id = whole; }};
template <>
inline constexpr std::array<MakeWhole<QueueHour>, 1> wholes<QueueHour>{[](QueueHour& row) { row.hour = whole; }};
/// Number "": all numbers that were called.
template <>
inline constexpr std::array<MakeWhole<DialledNumber>, 1> wholes<DialledNumber>{
    [](DialledNumber& row) { row.number.clear(); }};

/// These rows and those of their wholes; the very rows, where the table keeps no wholes.
template <class Row>
decltype(auto) with_wholes(const RowsByKey<Row>& parts) {
    if constexpr (wholes<Row>.empty()) {
        return (parts);
    } else {
        auto all = parts;
        for (const auto make_whole : wholes<Row>) {
            std::vector<Row> made;
            made.reserve(all.all().size());
            for (const auto& [key, row] : all.all()) {
                make_whole(made.emplace_back(row));
            }
            for (const auto& row : made) {
                all.add(row);
            }
        }
        return all;
    }
}

}  // namespace yh::office::rollups
