import type { LiveCall, LiveLeg } from '@/realtime/messages';

// Calls of more than two parties, for tests: customer 1, agent 2 (10001), colleague 3 (10002), leader 9 (10090).

const leg = (id: string, over: Partial<LiveLeg> = {}): LiveLeg => ({
  leg: id,
  role: 'agent',
  number: `800${id}`,
  answered: true,
  called: false,
  ringing: false,
  held: false,
  muted: false,
  ...over,
});

export const customer = leg('1', { role: 'customer', number: '13812345678' });
export const agent = leg('2', { user: { number: '10001', name: '王丽' } }); // words-ok: test data
export const colleague = leg('3', { user: { number: '10002', name: '李强' } }); // words-ok: test data
export const ringingColleague: LiveLeg = { ...colleague, answered: false, called: true, ringing: true };
export const leader = leg('9', { role: 'other', user: { number: '10090', name: '沈竹' } }); // words-ok: test data

export function fakeCall(over: Partial<LiveCall> = {}): LiveCall {
  return {
    id: 'c1',
    direction: 'inbound',
    phase: 'talking',
    customer_number: '13812345678',
    customer_name: '',
    called_number: '4008001234',
    queue: { number: '600', name: '售后' }, // words-ok: test data
    started_at_ms: 2000,
    queued_at_ms: 2100,
    ringing_at_ms: 3000,
    offer_ends_at_ms: 0,
    answered_at_ms: 5000,
    held_since_ms: 0,
    resume_until_ms: 0,
    recording: 'on',
    legs: [customer, agent],
    ...over,
  };
}

export const consulting = (answered: boolean, swapped = false): LiveCall =>
  fakeCall({
    phase: 'consulting',
    legs: [customer, agent, answered ? colleague : ringingColleague],
    consult: { by: '2', consulted: '3', answered, swapped },
  });

export const conference = (): LiveCall =>
  fakeCall({ phase: 'conference', legs: [customer, agent, colleague], parties: ['1', '2', '3'] });

export const supervised = (mode: 'listen' | 'whisper' | 'barge' | 'takeover', answered = true): LiveCall =>
  fakeCall({
    legs: [customer, agent, leader],
    supervision: { leg: '9', user: { number: '10090', name: '沈竹' }, mode, answered }, // words-ok: test data
  });
