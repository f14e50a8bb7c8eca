#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/loop.h"
#include "base/worker.h"
#include "calls/conductor.h"

namespace yh::app {

/// Asks the companies' own systems for voice flows: GET, http or https only, five seconds and 64 KB at most, no
/// redirects; inside our own network only hosts that the operator named. Several threads, so that one slow system does
/// not keep all the others waiting. Owned by main; ends when its threads have finished what they are at. Thread:
/// `look_up` on the call loop.
class FlowLookup final : public calls::LookupPort {
  public:
    FlowLookup(Loop& call_loop, calls::Conductor& conductor, std::vector<std::string> hosts_inside);

    void look_up(model::CallId call, std::int64_t question, std::string url) override;

  private:
    static constexpr std::size_t threads = 4;

    Loop& loop_;
    calls::Conductor& conductor_;
    const std::vector<std::string> hosts_inside_;
    struct Hand {
        std::unique_ptr<Worker> worker;
        int under_way = 0;  ///< what waits in its queue, and what it is at
    };
    std::vector<Hand> hands_;
};

/// What the other side said: 200 with a JSON object is found, and its plain members are the fields; 404 is missing;
/// everything else failed. Blocks.
struct Looked {
    calls::LookupOutcome outcome = calls::LookupOutcome::Failed;
    calls::LookupFields fields;
};
Looked look_up_now(const std::string& url, const std::vector<std::string>& hosts_inside);

}  // namespace yh::app
