#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "http/request.h"
#include "office/customers/pools/act_store.h"
#include "office/customers/pools/object_action.h"
#include "office/office.h"

namespace yh::office::customers {

/// Carries out what somebody does with many objects: some at a time, each portion one transaction with how far it is,
/// so that calls are written down between two portions and the figures are true after a crash. Portions of several
/// people's wishes take turns. Owned by the office's routes. Thread: home.
class ActionDesk : public std::enable_shared_from_this<ActionDesk> {
  public:
    using Told = std::function<void(Result<ActionView>)>;

    explicit ActionDesk(Office& office) : office_{office} {}

    /// Says of what the process before left half done that it was interrupted.
    void start();
    /// `told` hears once: when it is over, or of several objects after a moment how far it is. One single object that
    /// refuses is the error. Error: action.too_many, when somebody has several under way.
    void add(Asker asker, http::Language language, ActionWish wish, std::vector<model::CustomerId> ids, Told told);
    /// What is done stays done. False: nothing of his is under way by this id.
    bool cancel(model::UserId who, ActionId id);

  private:
    struct Run {
        Asker asker;
        http::Language language = http::Language::Chinese;
        ActionWish wish;
        std::vector<model::CustomerId> ids;
        Prepared prepared;
        ActionView view;
        std::optional<Error> refusal;  ///< of a single object
        Told told;
        bool cancelled = false;
    };
    using RunPtr = std::shared_ptr<Run>;
    struct Portion;

    void begin(const RunPtr& run);
    void next(const RunPtr& run);
    void on_portion(const RunPtr& run, Portion portion);
    void end(const RunPtr& run, ActionState state);
    static void tell(Run& run);
    void tell_page(const Run& run) const;

    Office& office_;
    IdMaker ids_;
    std::map<std::int64_t, RunPtr> runs_;
};

/// Of one's own. Thread: one that may block.
Result<std::optional<ActionView>> find_action(db::Connection& connection, const people::SignedIn& who, ActionId id);

}  // namespace yh::office::customers
