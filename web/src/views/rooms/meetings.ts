import type { Room } from '@/api/rooms';
import type { LiveCall, LiveLeg } from '@/realtime/messages';

/** The call that a room is at this moment; its name is the link between the two, and unique. */
export function meetingOf(room: Pick<Room, 'name'>, calls: Iterable<LiveCall>): LiveCall | null {
  for (const call of calls) {
    if (call.room === room.name) {
      return call;
    }
  }
  return null;
}

export interface Attendance {
  inside: LiveLeg[];
  ringing: LiveLeg[];
}

export function attendanceOf(meeting: LiveCall): Attendance {
  return {
    inside: meeting.legs.filter((leg) => leg.answered),
    ringing: meeting.legs.filter((leg) => !leg.answered),
  };
}
