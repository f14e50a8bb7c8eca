#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "base/loop.h"
#include "base/result.h"
#include "sip/resolver.h"

namespace yh::sip {

/// c-ares on the call loop: NAPTR, SRV, then A and AAAA (RFC 3263), answers kept for their time to live. Owned by the
/// endpoint; ends by cancelling what is asked, telling nobody. Thread: call loop.
class CaresResolver final : public Resolver {
  public:
    /// `servers`: "192.0.2.1,192.0.2.2:5353"; empty: the system's. Error: dns.unavailable.
    static Result<std::unique_ptr<Resolver>> create(Loop& loop, const std::string& servers);
    ~CaresResolver() override;

    void resolve(const Question& question, Handler handler) override;

    class Channel;

  private:
    explicit CaresResolver(Loop& loop);

    Loop& loop_;
    std::shared_ptr<Channel> channel_;
};

}  // namespace yh::sip
