#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "office/records/record_csv.h"
#include "office/records/service_views.h"

// The service lists as files. Error of each: column.unknown.
namespace yh::office::records {

Result<std::string> csv_of(const std::vector<VoicemailView>& rows, const CsvLook& look);
Result<std::string> csv_of(const std::vector<SurveyView>& rows, const CsvLook& look);
Result<std::string> csv_of(const std::vector<MissedView>& rows, const CsvLook& look);
Result<std::string> csv_of(const std::vector<LostView>& rows, const CsvLook& look);
Result<std::string> csv_of(const std::vector<ForwardedView>& rows, const CsvLook& look);
Result<std::string> csv_of(const std::vector<CallbackView>& rows, const CsvLook& look);

}  // namespace yh::office::records
