#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "calls/ports.h"
#include "media/leg.h"
#include "media/prompt.h"

// The values that cross between the call loop and a media worker.
namespace yh::media {

/// One leg's part of a plan with its prompts looked up: workers never see the library.
struct ResolvedHearing {
    model::LegId leg;
    std::vector<model::LegId> from;
    std::optional<calls::Program> program;
    std::vector<PromptPtr> prompts;
};
struct ResolvedPlan {
    model::CallId call;
    std::vector<ResolvedHearing> legs;
    std::optional<calls::RecordingPlan> recording;  ///< its path is complete
    bool metered = false;
};

// Towards the worker.
struct OpenLeg {
    model::CallId call;
    std::unique_ptr<Leg> leg;
};
struct NegotiateLeg {
    model::LegId leg;
    std::unique_ptr<Agreement> agreement;
};
struct ArrangeCall {
    std::unique_ptr<ResolvedPlan> plan;
};
struct SendKeys {
    model::LegId leg;
    std::string digits;
};
struct CloseLeg {
    model::LegId leg;
};
struct StopWorker {};
using WorkerCommand = std::variant<OpenLeg, NegotiateLeg, ArrangeCall, SendKeys, CloseLeg, StopWorker>;

// Towards the call loop.
struct ProgramFinished {
    model::CallId call;
    model::LegId leg;
    std::int64_t program = 0;
};
struct KeyPressed {
    model::LegId leg;
    char digit = 0;
};
struct LegSilent {
    model::LegId leg;
};
struct LegClosed {
    model::CallId call;
    model::LegId leg;
    model::Quality quality;
};
struct RecordingClosed {
    model::CallId call;
    model::RecordingEnded ended;
};
struct RecordingQuiet {
    model::CallId call;
    model::RecordingId recording;
};
struct CallMetered {
    model::CallId call;
    std::vector<calls::LegMeter> legs;
};
using WorkerNotice =
    std::variant<ProgramFinished, KeyPressed, LegSilent, LegClosed, RecordingClosed, RecordingQuiet, CallMetered>;

}  // namespace yh::media
