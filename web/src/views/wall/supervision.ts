import type { LiveCall, SupervisionMode } from '@/realtime/messages';
import type { BarView } from '@/softphone/bar_view';
import { isSupervisor, pairOf, supervisionOf } from '@/softphone/constellation';
import type { AgentCard } from './agent_cards';

/** The rungs of the ladder, in the order of their keys 1 to 4. */
export const levels: readonly SupervisionMode[] = ['listen', 'whisper', 'barge', 'takeover'];

/** Why a call cannot be supervised now; words: supervision.<reason>. */
export type Obstacle = 'not_me' | 'no_phone' | 'no_call' | 'not_up' | 'own_call' | 'other_leader';

export interface Supervisor {
  number: string;
  hasPhone: boolean;
  view: BarView;
}

const upPhases: readonly LiveCall['phase'][] = ['talking', 'held', 'consulting', 'conference'];

export function obstacleFor({ agent, call }: Pick<AgentCard, 'agent' | 'call'>, me: Supervisor): Obstacle | null {
  if (agent.number === me.number) return 'not_me';
  if (!me.hasPhone) return 'no_phone';
  if (!call) return 'no_call';
  if (!upPhases.includes(call.phase)) return 'not_up';
  if (isSupervisor(call, me.number)) return null;
  if (supervisionOf(call)) return 'other_leader';
  return me.view.inCall || me.view.kind === 'ringing' ? 'own_call' : null;
}

/** Whether this level may be taken now; U15: a company may want a supervision to end as it began. */
export function mayTake(level: SupervisionMode, now: SupervisionMode | null, keepsMode: boolean): boolean {
  return level !== now && !(keepsMode && now);
}

/** Who is supervised in this call, by this person. */
export function supervisedAgent(call: LiveCall | null, user: string): string | undefined {
  return call && isSupervisor(call, user) ? pairOf(call).agent?.user?.number : undefined;
}
