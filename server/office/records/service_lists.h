#pragma once

#include "office/lists/list_store.h"
#include "office/records/service_views.h"

// The lists of voicemails, surveys, missed, lost and forwarded calls and call-backs, declared. In their SQL the table
// is called `item`, the queue's and the person's rows `queues` and `users`.
namespace yh::office::records {

namespace service_lists {
extern const lists::List voicemails;
extern const lists::List surveys;
extern const lists::List missed;
extern const lists::List lost;
extern const lists::List forwarded;
extern const lists::List callbacks;
}  // namespace service_lists

lists::Listing<VoicemailView> voicemails();
lists::Listing<SurveyView> surveys();
lists::Listing<MissedView> missed_calls();
/// One row per case. What a colleague occupies is hidden from an agent.
lists::Listing<LostView> lost_calls();
lists::Listing<ForwardedView> forwarded_calls();
lists::Listing<CallbackView> callbacks();

}  // namespace yh::office::records
