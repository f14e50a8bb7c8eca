#include <cstddef>
#include <cstdint>
#include <string_view>

#include "office/people/picture.h"

// Pictures that people send: whatever is taken as one is called a JPEG or a PNG.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace people = yh::office::people;
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto fault = people::look_at_picture(bytes);
    if (fault != people::PictureFault::NoPicture && people::picture_type(bytes).empty()) {
        __builtin_trap();
    }
    return 0;
}
