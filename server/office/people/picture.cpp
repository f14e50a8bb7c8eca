#include "office/people/picture.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace yh::office::people {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view png_mark = "\x89PNG\r\n\x1a\n"sv;
constexpr std::string_view jpeg_mark = "\xff\xd8\xff"sv;
constexpr std::uint32_t most_points = 4096;

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    }
    return value;
}

PictureFault fault_of_size(std::uint32_t width, std::uint32_t height) {
    if (width == 0 || height == 0) {
        return PictureFault::Broken;
    }
    return width > most_points || height > most_points ? PictureFault::TooLarge : PictureFault::None;
}

// ISO/IEC 15948 (PNG) Annex D: the checksum behind every chunk.
std::uint32_t checksum(std::string_view bytes) {
    std::uint32_t crc = 0xffffffffU;
    for (const char c : bytes) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xedb88320U : crc >> 1U;
        }
    }
    return ~crc;
}

// ISO/IEC 15948 §5.3: chunks of length, type, data and checksum, from IHDR to IEND, and nothing behind.
PictureFault look_at_png(std::string_view bytes) {
    constexpr std::size_t around = 12;
    bool data = false;
    auto fault = PictureFault::Broken;
    for (std::size_t at = png_mark.size(); at + around <= bytes.size();) {
        const std::size_t length = number_at(bytes, at, 4);
        if (length > bytes.size() - at - around) {
            return PictureFault::Broken;
        }
        const auto type = bytes.substr(at + 4, 4);
        if (checksum(bytes.substr(at + 4, length + 4)) != number_at(bytes, at + 8 + length, 4)) {
            return PictureFault::Broken;
        }
        const bool first = at == png_mark.size();
        if (first != (type == "IHDR") || (first && length != 13)) {
            return PictureFault::Broken;
        }
        if (first) {
            fault = fault_of_size(number_at(bytes, at + 8, 4), number_at(bytes, at + 12, 4));
        }
        data = data || type == "IDAT";
        at += around + length;
        if (type == "IEND") {
            return data && at == bytes.size() ? fault : PictureFault::Broken;
        }
    }
    return PictureFault::Broken;
}

bool is_frame(unsigned char mark) {
    // ITU-T T.81 table B.1: SOF0 … SOF15 without DHT, JPG and DAC.
    return mark >= 0xc0 && mark <= 0xcf && mark != 0xc4 && mark != 0xc8 && mark != 0xcc;
}

// ITU-T T.81 §B.1: marked segments up to the first scan, and EOI at the end.
PictureFault look_at_jpeg(std::string_view bytes) {
    constexpr unsigned char scan = 0xda;
    if (!bytes.ends_with("\xff\xd9"sv)) {
        return PictureFault::Broken;
    }
    auto fault = PictureFault::Broken;
    for (std::size_t at = 2; at + 4 <= bytes.size();) {
        if (bytes[at] != '\xff') {
            return PictureFault::Broken;
        }
        const auto mark = static_cast<unsigned char>(bytes[at + 1]);
        if (mark == 0xff) {
            ++at;  // a filler
            continue;
        }
        const std::size_t length = number_at(bytes, at + 2, 2);
        if (length < 2 || at + 2 + length > bytes.size()) {
            return PictureFault::Broken;
        }
        if (is_frame(mark)) {
            if (length < 8) {
                return PictureFault::Broken;
            }
            fault = fault_of_size(number_at(bytes, at + 7, 2), number_at(bytes, at + 5, 2));
        }
        if (mark == scan) {
            return fault;
        }
        at += 2 + length;
    }
    return PictureFault::Broken;
}

}  // namespace

std::string_view picture_type(std::string_view bytes) {
    if (bytes.starts_with(png_mark)) {
        return "image/png";
    }
    return bytes.starts_with(jpeg_mark) ? "image/jpeg" : ""sv;
}

PictureFault look_at_picture(std::string_view bytes) {
    if (bytes.starts_with(png_mark)) {
        return look_at_png(bytes);
    }
    return bytes.starts_with(jpeg_mark) ? look_at_jpeg(bytes) : PictureFault::NoPicture;
}

}  // namespace yh::office::people
