import type { SiteQueue } from '@/api/config_types';

/** The next number after the last queue's; 600 for the first. */
export function nextNumber(taken: readonly string[], from = 600): string {
  let number = Math.max(from, ...taken.map((each) => Number(each) + 1).filter(Number.isFinite));
  while (taken.includes(String(number))) {
    number += 1;
  }
  return String(number);
}

/** The defaults of the site file. */
export const blankQueue = (queues: readonly SiteQueue[]): SiteQueue => ({
  number: nextNumber(queues.map(({ number }) => number)),
  name: '',
  strategy: 'longest_idle',
  ring_timeout_s: 20,
  max_wait_s: 600,
  on_timeout: 'hangup',
  record: true,
  answer_on: 'entry',
  join_when_empty: true,
  leave_when_empty: false,
  max_waiting: 0,
  greeting: '',
  music: 'music:default',
  leaders: [],
  members: [],
  announce_position: false,
  announce_wait: false,
  announce_every_s: 0,
  voicemail_key: '',
  callback_key: '',
  keys_hint: '',
  callback_attempts: 3,
  callback_spacing_s: 300,
  callback_lost: false,
  overflow_after_s: 0,
  overflow_to: '',
  required_skill: 0,
  skill_relaxes_every_s: 0,
  hours: '',
  when_closed: 'hangup',
  forward_to_mobiles: false,
  survey: true,
  announce_agent: true,
});
