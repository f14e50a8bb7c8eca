#include "office/customers/follow_ups/attachment.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/utf8.h"
#include "office/people/picture.h"

namespace yh::office::customers {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view ole_mark = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"sv;

std::size_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
    std::size_t value = 0;
    for (std::size_t i = size; i-- > 0;) {
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    }
    return value;
}

bool holds(std::string_view bytes, std::string_view name) {
    return bytes.find(name) != std::string_view::npos;
}

// APPNOTE 4.3.16: a zip ends with its directory's end, whose comment reaches to the last byte. An Office document is a
// zip with a list of content types; which one, its folders tell.
Result<std::string_view> type_of_zip(std::string_view bytes) {
    constexpr auto end_mark = "PK\5\6"sv;
    constexpr std::size_t end_size = 22;
    const auto end = bytes.rfind(end_mark);
    if (end == std::string_view::npos || bytes.size() - end < end_size ||
        end + end_size + little_endian(bytes, end + 20, 2) != bytes.size()) {
        return invalid_input("attachment.broken");
    }
    const auto size = little_endian(bytes, end + 12, 4);
    const auto start = little_endian(bytes, end + 16, 4);
    if (start > end || size > end - start) {
        return invalid_input("attachment.broken");
    }
    const auto directory = bytes.substr(start, size);
    if (!holds(directory, "[Content_Types].xml")) {
        return invalid_input("attachment.type");
    }
    // What holds macros is a program.
    if (holds(directory, "vbaProject.bin")) {
        return invalid_input("attachment.type");
    }
    if (holds(directory, "word/")) {
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"sv;
    }
    if (holds(directory, "xl/")) {
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"sv;
    }
    if (holds(directory, "ppt/")) {
        return "application/vnd.openxmlformats-officedocument.presentationml.presentation"sv;
    }
    return invalid_input("attachment.type");
}

// ISO 32000-1 §7.5.5: a PDF ends with %%EOF; writers put blanks behind it.
Result<std::string_view> type_of_pdf(std::string_view bytes) {
    constexpr std::size_t tail = 1024;
    const auto last = bytes.substr(bytes.size() > tail ? bytes.size() - tail : 0);
    return holds(last, "%%EOF") ? Result<std::string_view>{"application/pdf"sv} : invalid_input("attachment.broken");
}

// A RIFF says how long it is; sound of ours and of telephones is WAVE, pictures of phones may be WEBP.
Result<std::string_view> type_of_riff(std::string_view bytes) {
    constexpr std::size_t head = 12;
    if (bytes.size() < head) {
        return invalid_input("attachment.broken");
    }
    const auto kind = bytes.substr(8, 4);
    if (kind != "WAVE" && kind != "WEBP") {
        return invalid_input("attachment.type");
    }
    if (little_endian(bytes, 4, 4) + 8 > bytes.size()) {
        return invalid_input("attachment.broken");
    }
    return kind == "WAVE" ? "audio/wav"sv : "image/webp"sv;
}

// ISO/IEC 14496-12 §4.2: boxes one after the other, each with its length, to the last byte.
Result<std::string_view> type_of_boxes(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        if (bytes.size() - at < 8) {
            return invalid_input("attachment.broken");
        }
        std::size_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            length = length << 8U | static_cast<unsigned char>(bytes[at + i]);
        }
        if (length == 0) {
            break;  // to the end of the file
        }
        if (length < 8 || length > bytes.size() - at) {
            return invalid_input("attachment.broken");
        }
        at += length;
    }
    return "video/mp4"sv;
}

// ISO/IEC 11172-3 §2.4.1.3: twelve bits of ones (eleven with MPEG 2.5), layer III, a bit rate and a sampling rate.
bool is_mp3(std::string_view bytes) {
    if (bytes.starts_with("ID3")) {
        return true;
    }
    if (bytes.size() < 4 || bytes[0] != '\xff') {
        return false;
    }
    const auto second = static_cast<unsigned char>(bytes[1]);
    const auto third = static_cast<unsigned char>(bytes[2]);
    const bool is_frame = (second & 0xe0U) == 0xe0U && (second & 0x18U) != 0x08U && (second & 0x06U) == 0x02U;
    return is_frame && third >> 4U != 0 && third >> 4U != 0x0fU && (third & 0x0cU) != 0x0cU;
}

bool is_control(char c) {
    constexpr unsigned char first_letter = ' ';
    constexpr unsigned char del = 0x7f;
    const auto code = static_cast<unsigned char>(c);
    return (code < first_letter && c != '\t' && c != '\r' && c != '\n' && c != '\f') || code == del;
}

/// Text for people: no program, no page. What begins like one is refused, because a browser would take it for one.
bool is_plain_text(std::string_view bytes) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf"sv;
    if (bytes.starts_with(byte_order_mark)) {
        bytes.remove_prefix(byte_order_mark.size());
    }
    const auto first = bytes.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && bytes[first] != '<' && !bytes.starts_with("#!") &&
           std::ranges::none_of(bytes, is_control) && is_clean_utf8(bytes);
}

}  // namespace

Result<std::string_view> media_type_of(std::string_view bytes) {
    if (bytes.empty()) {
        return invalid_input("attachment.empty");
    }
    switch (people::look_at_picture(bytes)) {
        case people::PictureFault::None:
        case people::PictureFault::TooLarge:  // photos of good cameras; a face is no matter here
            return people::picture_type(bytes);
        case people::PictureFault::Broken:
            return invalid_input("attachment.broken");
        case people::PictureFault::NoPicture:
            break;
    }
    if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) {
        return bytes.ends_with(';') ? Result<std::string_view>{"image/gif"sv} : invalid_input("attachment.broken");
    }
    if (bytes.starts_with("PK\3\4")) {
        return type_of_zip(bytes);
    }
    if (bytes.starts_with("%PDF-")) {
        return type_of_pdf(bytes);
    }
    if (bytes.starts_with("RIFF")) {
        return type_of_riff(bytes);
    }
    if (bytes.starts_with(ole_mark)) {
        // [MS-CFB] §2.2: sectors of 512 bytes at least; which program's document it is does not matter.
        return bytes.size() >= 1024 ? Result<std::string_view>{"application/msword"sv}
                                    : invalid_input("attachment.broken");
    }
    if (bytes.size() > 8 && bytes.substr(4, 4) == "ftyp") {
        return type_of_boxes(bytes);
    }
    if (is_mp3(bytes)) {
        return "audio/mpeg"sv;
    }
    return is_plain_text(bytes) ? Result<std::string_view>{"text/plain"sv} : invalid_input("attachment.type");
}

bool is_shown_inline(std::string_view media_type) {
    return media_type.starts_with("image/") || media_type.starts_with("audio/") || media_type == "video/mp4";
}

}  // namespace yh::office::customers
