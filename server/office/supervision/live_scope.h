#pragma once

#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/directory.h"
#include "model/live.h"
#include "office/people/identity.h"

namespace yh::office::supervision {

/// What one person may see of live truth; the one place that decides, for REST and for /ws. An agent sees himself, the
/// calls he has a part in and the queues he is a member of; whose role shows what he leads besides them the queues led,
/// their calls, and their members and the people of the departments managed with all calls of these (U19; stored rows:
/// people/scope.h); whose role shows all everything of the company. A value; pure.
class Scope {
  public:
    Scope() = default;
    Scope(const people::SignedIn& who, const model::Directory& directory);

    bool sees(const model::LiveCall& call) const;
    bool sees(const model::Queue& queue) const;
    bool sees_user(const model::User& user) const;

  private:
    friend class Audience;

    model::TenantId tenant_;
    bool everything_ = false;
    std::unordered_set<model::UserId> people_;  // oneself among them
    std::unordered_set<model::QueueId> led_;
    std::unordered_set<model::QueueId> queues_;  // led, or member of
};

using ViewerId = std::uint64_t;

/// The scopes of all viewers the other way round: who sees this? Says what Scope::sees says (a test compares them), at
/// a cost that grows with the answer and not with the number of viewers. Owned by LiveFeed. Thread: home.
class Audience {
  public:
    void add(ViewerId viewer, const Scope& scope);
    void remove(ViewerId viewer, const Scope& scope);

    /// Sorted, without doubles.
    std::vector<ViewerId> of(const model::LiveCall& call) const;
    std::vector<ViewerId> of(const model::Queue& queue) const;
    std::vector<ViewerId> of(const model::LiveAgent& agent) const;
    std::vector<ViewerId> of(model::TenantId tenant) const;

  private:
    using Viewers = std::vector<ViewerId>;
    template <class Key>
    using By = std::unordered_map<Key, Viewers>;

    template <class Change>
    void for_each_place(const Scope& scope, Change change);

    By<model::TenantId> all_;         // everybody of the company
    By<model::TenantId> everything_;  // those of them who see all of it
    By<model::UserId> person_;
    By<model::QueueId> led_;
    By<model::QueueId> queue_;
};

}  // namespace yh::office::supervision
