#pragma once

#include <functional>

#include "calls/ports.h"
#include "office/office.h"

namespace yh::office::records {

/// Messages for telephones that hear them (*97): what the pages of the same person show, within the same scope and
/// rights. Owned by main. Thread: the call loop asks, and is answered there; the work is done on home and below.
class PhoneMessages final : public calls::MessagePort {
  public:
    using Answer = std::function<void(model::CallId, Result<calls::StoredMessages>)>;

    PhoneMessages(Office& office, Loop& call_loop, Answer answer)
        : office_{office}, call_loop_{call_loop}, answer_{std::move(answer)} {}

    void ask_messages(model::CallId call, model::UserId user) override;
    void mark_listened(model::UserId user, model::RecordingId message) override;
    void remove_message(model::UserId user, model::RecordingId message) override;

  private:
    std::optional<people::SignedIn> person(model::UserId user) const;

    Office& office_;
    Loop& call_loop_;
    Answer answer_;
};

}  // namespace yh::office::records
