#pragma once

#include <string>

#include "base/loop.h"
#include "calls/conductor.h"
#include "db/readers.h"

namespace yh::app {

/// Tells the conductor whose customer a call is, out of the database. Owned by main. Thread: call loop, which never
/// waits for it.
class CustomerLookup final : public calls::CustomerPort {
  public:
    CustomerLookup(Loop& call_loop, db::Readers& readers, calls::Conductor& conductor)
        : loop_{call_loop}, readers_{readers}, conductor_{conductor} {}

    void find_customer(model::CallId call, model::TenantId tenant, std::string number) override;

  private:
    Loop& loop_;
    db::Readers& readers_;
    calls::Conductor& conductor_;
};

}  // namespace yh::app
