#pragma once

#include "office/lists/list_store.h"
#include "office/records/record_views.h"

// The lists of calls and of their recordings, declared.
namespace yh::office::records {

extern const lists::List call_list;
extern const lists::List recording_list;

lists::Listing<CallRecord, CallRecordRow> call_records();
lists::Listing<RecordingItem> recordings();

}  // namespace yh::office::records
