#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "db/connection.h"
#include "http/router.h"
#include "office/lists/asked.h"
#include "office/office.h"
#include "office/people/identity.h"

// Who heard or took away a recording (B03).
namespace yh::office::records {

enum class Access { Played, Downloaded };
BOOST_DESCRIBE_ENUM(Access, Played, Downloaded)

struct AccessView {
    std::int64_t at_ms = 0;
    Access how = Access::Played;
    std::string number;  ///< 工号
    std::string name;
    std::string address;
};
BOOST_DESCRIBE_STRUCT(AccessView, (), (at_ms, how, number, name, address))

struct RecordingCustody {
    std::string checksum;  ///< SHA-256 in hex; empty: not taken yet
    std::vector<AccessView> items;
};
BOOST_DESCRIBE_STRUCT(RecordingCustody, (), (checksum, items))

/// Writes down that `who` has these recordings now. A player that asks again within a minute is the same hearing.
/// Thread: home.
void note_access(Office& office, const people::SignedIn& who, std::string address,
                 std::vector<model::RecordingId> recordings, Access how);

/// GET /api/v1/recordings/{id}/accesses
void add_access_routes(http::Router& router, Office& office);

}  // namespace yh::office::records
