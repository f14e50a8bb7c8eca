#pragma once

#include "base/id.h"

namespace yh::model {

using TenantId = Id<struct TenantTag>;  ///< 企业
using UserId = Id<struct UserTag>;  ///< a person with an account: agent 坐席, leader 组长, administrator 管理员
using QueueId = Id<struct QueueTag>;          ///< 队列
using TrunkId = Id<struct TrunkTag>;          ///< 中继
using CallId = Id<struct CallTag>;            ///< 呼叫: all that happens around one customer or one internal dial
using LegId = Id<struct LegTag>;              ///< 通话腿: one device's or trunk's part in a call
using OfferId = Id<struct OfferTag>;          ///< 派话: a waiting call presented to one agent
using RecordingId = Id<struct RecordingTag>;  ///< 录音
using RoomId = Id<struct RoomTag>;            ///< 会议室
using CustomerId = Id<struct CustomerTag>;    ///< 客户

}  // namespace yh::model
