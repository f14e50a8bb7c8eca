#pragma once

#include <string>
#include <string_view>

namespace yh::office::records {

/// What a spreadsheet opens with a double click: UTF-8 with its mark, CRLF (RFC 4180). A cell that a spreadsheet would
/// take for a formula (it begins with = + - @ or a control character) gets an apostrophe in front. A value; pure.
class Csv {
  public:
    Csv() : text_{"\xEF\xBB\xBF"} {}

    void cell(std::string_view value);
    void end_row();
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
    bool row_began_ = false;
};

}  // namespace yh::office::records
