#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/loop.h"
#include "calls/conductor.h"
#include "model/command.h"
#include "model/live.h"

namespace yh::calls {

/// How other threads speak to the conductor: commands in, pictures out, each answered on the asker's own loop.
/// Owned by main; outlives nobody it was given to. Thread: any.
class Desk {
  public:
    Desk(Loop& call_loop, Conductor& conductor) : loop_{call_loop}, conductor_{conductor} {}

    void apply(model::Command command, Loop& home, std::function<void(Result<model::CallId>)> done) {
        loop_.post([this, command = std::move(command), &home, done = std::move(done)]() mutable {
            home.post(
                [answer = conductor_.apply(command), done = std::move(done)]() mutable { done(std::move(answer)); });
        });
    }

    void picture(Loop& home, std::function<void(model::LiveSnapshotPtr)> done) {
        loop_.post([this, &home, done = std::move(done)]() mutable {
            home.post([live = conductor_.snapshot(), done = std::move(done)]() mutable { done(std::move(live)); });
        });
    }

    /// One call as it is now; none: over, or unknown.
    void look(model::CallId call, Loop& home, std::function<void(std::optional<model::LiveCall>)> done) {
        loop_.post([this, call, &home, done = std::move(done)]() mutable {
            home.post([live = conductor_.live_call(call), done = std::move(done)]() mutable { done(std::move(live)); });
        });
    }

    /// A customer was saved or deleted: calls that are up learn of it.
    void customer_changed(model::TenantId tenant, model::CustomerId customer, std::vector<std::string> numbers) {
        loop_.post([this, tenant, customer, numbers = std::move(numbers)] {
            conductor_.ask_again(tenant, customer, numbers);
        });
    }

  private:
    Loop& loop_;
    Conductor& conductor_;
};

}  // namespace yh::calls
