#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace yh::office::lists {

/// What a spreadsheet opens with a double click: UTF-8 with its mark, CRLF (RFC 4180). A cell that a spreadsheet would
/// take for a formula (it begins with = + - @ or a control character) gets an apostrophe in front. A value; pure.
class Csv {
  public:
    Csv() : text_{"\xEF\xBB\xBF"} {}

    void cell(std::string_view value);
    void end_row();
    std::size_t size_bytes() const { return text_.size(); }
    /// What was written since the last time; a file may be written in pieces.
    std::string take() { return std::exchange(text_, {}); }

  private:
    std::string text_;
    bool row_began_ = false;
};

}  // namespace yh::office::lists
