#pragma once

#include <string_view>

namespace yh::office::people {

enum class PictureFault { None, NoPicture, Broken, TooLarge };

/// What is wrong with a picture of somebody (R013): it must be a JPEG or a PNG by what it holds, whatever it is called;
/// whole, from its first mark to its last; and at most 4096 points wide and high. Pure; for bytes from anywhere.
PictureFault look_at_picture(std::string_view bytes);

/// "image/png", "image/jpeg", or empty. Pure.
std::string_view picture_type(std::string_view bytes);

}  // namespace yh::office::people
