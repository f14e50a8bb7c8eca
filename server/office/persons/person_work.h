#pragma once

#include "office/jobs/maker.h"
#include "office/persons/person_store.h"

namespace yh::office::persons {

/// The zip that a person gets: person.json, a table for each kind of data, and the sound and files. `request=<id>`
/// names whose it is, so that no number stands in the list of jobs.
jobs::Maker person_zip(Parts parts);

}  // namespace yh::office::persons
