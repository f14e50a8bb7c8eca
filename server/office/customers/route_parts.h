#pragma once

#include <functional>
#include <optional>

#include "http/request.h"
#include "http/router.h"
#include "office/customers/customer_store.h"
#include "office/office.h"

// What the routes of customers share. Thread: home.
namespace yh::office::customers {

/// Who asks, and how numbers look to them; without a call yet.
Asker asker_of(const Office& office, const http::Request& request);

/// The customer of the path; a malformed id is nobody's.
model::CustomerId id_of(const http::Request& request);

/// Goes on with what the asker has to do with the call, when one is named.
void with_call(Office& office, Asker asker, std::optional<model::CallId> call, std::function<void(Asker)> then);

/// The routes that change customers, and write service records.
void add_change_routes(http::Router& router, Office& office);

}  // namespace yh::office::customers
