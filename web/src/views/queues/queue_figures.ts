import type { LiveAgent, LiveQueue } from '@/realtime/messages';

/** What a queue looks like at this moment. */
export interface QueueFigures {
  waiting: number;
  /** 0: nobody waits. */
  longestMs: number;
  ready: number;
  talking: number;
  /** Members that this person may see; the others are only counted. */
  members: LiveAgent[];
  memberCount: number;
  signedIn: number;
}

export function longestWait(queues: Iterable<LiveQueue>, nowMs: number): number {
  let first = Infinity;
  for (const queue of queues) {
    for (const { entered_at_ms } of queue.waiting) {
      first = Math.min(first, entered_at_ms);
    }
  }
  return first === Infinity ? 0 : Math.max(0, nowMs - first);
}

export function waitingIn(queues: Iterable<LiveQueue>): number {
  return [...queues].reduce((sum, queue) => sum + queue.waiting.length, 0);
}

export function figuresOf(queue: LiveQueue, agents: ReadonlyMap<string, LiveAgent>, nowMs: number): QueueFigures {
  const members = queue.members.flatMap((number) => agents.get(number) ?? []);
  return {
    waiting: queue.waiting.length,
    longestMs: longestWait([queue], nowMs),
    ready: queue.ready,
    talking: queue.talking,
    members,
    memberCount: queue.members.length,
    signedIn: members.filter((agent) => agent.state !== 'offline').length,
  };
}
