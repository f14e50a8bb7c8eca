#pragma once

#include "http/router.h"
#include "http/server.h"
#include "office/office.h"

// The central management platform above several call centres (R035): with a key it reads and applies a company's
// configuration and sees its live figures, as long as the company lets it.
namespace yh::office::platform {

/// Switch and address, keys, and how they were used.
void add_routes(http::Router& router, Office& office);

/// The same hooks, for which a key stands for an identity without a person: it may configure and see queues, and
/// nothing that belongs to somebody signed in. Every use is written down.
http::Hooks with_keys(http::Hooks people, Office& office);

}  // namespace yh::office::platform
