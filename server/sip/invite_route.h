#pragma once

#include "sip/dialog.h"
#include "sip/wire.h"

namespace yh::sip {

/// Where a trunk's dialog continues: the address of its first route or contact, if it is one that we may believe;
/// otherwise `seen`, the way that worked so far. A connection stays what it is, and a private address told by a peer
/// with a public one is a NAT's lie.
Hop next_hop(const Dialog& dialog, const Hop& seen);
/// 10/8, 172.16/12, 192.168/16, 100.64/10, link-local, unique-local.
bool is_private(const Address& address);

}  // namespace yh::sip
