#pragma once

#include <functional>
#include <string>

// A company's own address that is told of alarms, as the office sees it.
namespace yh::office::alarms {

struct HookToSend {
    std::string address;
    std::string secret;  ///< empty: unsigned
    std::string body;    ///< JSON
};

struct HookDelivery {
    bool sent = false;   ///< it answered 2xx
    std::string reason;  ///< a code of ours, "alarm.hook_refused"; empty when sent
    std::string detail;
};

/// Posts to it. Implemented by main over HTTP (main/alarm_hooks.h). Thread: home.
class HookPort {
  public:
    virtual ~HookPort() = default;
    /// False when it has too much to do. Else `done` runs on home, once.
    virtual bool send(HookToSend hook, std::function<void(HookDelivery)> done) = 0;
};

}  // namespace yh::office::alarms
