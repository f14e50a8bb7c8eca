#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "http/schema.h"
#include "http/websocket.h"
#include "model/ending.h"
#include "office/supervision/live_views.h"

// What travels on /ws: text frames {"seq":n,"type":"…","data":{…}}; seq counts from 1 without gaps on each connection.
namespace yh::office::supervision {

struct MeView {
    std::string number;
    std::string name;
    model::Role role = model::Role::Agent;
    std::string tenant;
    std::string tenant_name;
    std::string extension;
    model::ExtensionType extension_type = model::ExtensionType::Web;
    bool supervision_keeps_mode = false;  ///< U15: a supervision ends in the mode in which it began
};
BOOST_DESCRIBE_STRUCT(MeView, (),
                      (number, name, role, tenant, tenant_name, extension, extension_type, supervision_keeps_mode))

/// The simulated calls of the demo company.
struct SimulationView {
    bool available = false;
    bool running = false;
};
BOOST_DESCRIBE_STRUCT(SimulationView, (), (available, running))

/// Everything one viewer may see, at once. Only described: it is written piece by piece from texts made before.
struct SnapshotView {
    std::int64_t server_ms = 0;
    MeView me;
    std::vector<CallView> calls;
    std::vector<AgentView> agents;
    std::vector<QueueLiveView> queues;
    SimulationView simulation;
};
BOOST_DESCRIBE_STRUCT(SnapshotView, (), (server_ms, me, calls, agents, queues, simulation))

/// The call is over, or is none of the viewer's business any more ({us, left_view}: it rings or talks elsewhere).
struct CallEndedView {
    model::CallId id;
    model::CallResult result = model::CallResult::Failed;
    model::Ending ending;
};
BOOST_DESCRIBE_STRUCT(CallEndedView, (), (id, result, ending))

/// A call record was written: lists may look again.
struct RecordWrittenView {
    model::CallId id;
};
BOOST_DESCRIBE_STRUCT(RecordWrittenView, (), (id))

/// The page shall answer its ringing telephone.
struct AnswerView {
    model::CallId call;
};
BOOST_DESCRIBE_STRUCT(AnswerView, (), (call))

/// How a leg sounds just now: what it says, and how good its line is.
struct LegMeterView {
    model::LegId leg;
    int level = 0;   ///< 0 is silence, 100 as loud as sound can be
    double mos = 0;  ///< 1…4.5; 0: nothing was heard yet
};
BOOST_DESCRIBE_STRUCT(LegMeterView, (), (leg, level, mos))

/// Twice a second, and only to who supervises this call.
struct MetersView {
    model::CallId call;
    std::vector<LegMeterView> legs;
};
BOOST_DESCRIBE_STRUCT(MetersView, (), (call, legs))

/// Something of one's own is new; the page asks for it. `about`: "sms", "task", "announcement".
struct NoticeView {
    std::string about;
    std::string id;
};
BOOST_DESCRIBE_STRUCT(NoticeView, (), (about, id))

struct TickView {
    std::int64_t server_ms = 0;
};
BOOST_DESCRIBE_STRUCT(TickView, (), (server_ms))

/// `{"seq":12,`
std::string message_head(std::uint64_t seq);

/// `"type":"call","data":{…}}`: what all viewers of one message share.
template <class T>
http::SharedText message_tail(std::string_view type, const T& data) {
    auto text = std::make_shared<std::string>("\"type\":\"");
    *text += type;
    *text += "\",\"data\":";
    append_json(*text, data);
    *text += '}';
    return text;
}

/// The object inside a message_tail of that type.
std::string_view data_of(const http::SharedText& tail, std::string_view type);

/// All messages under the name LiveMessage, for the OpenAPI document.
http::Schema message_schema();

}  // namespace yh::office::supervision
