#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/request.h"
#include "office/lists/list.h"

namespace yh::office::lists {

/// What a column's words are called: its own, or those that all lists share.
std::span<const WordTitle> words_of(const Column& column);

/// The names of choices, from their key or a JSON list of keys; a key that is no choice any more stays as it is.
std::string said_choices(const Column& column, const std::string& keys, http::Language language);

/// A word of a closed list in the reader's language; unknown words, and what follows behind a blank, stay as they are.
std::string said_word(const Column& column, std::string_view word, http::Language language);

}  // namespace yh::office::lists
