import type { OrderAct, OrderItem } from '@/api/work_orders';
import { translate } from '@/i18n';

export const orderStates = ['draft', 'handling', 'finished', 'closed'] as const;

/** "第2步-处理" (R172): how many steps it has gone, and what the one is in which it stands. */
export function stepTitle(order: Pick<OrderItem, 'state' | 'step' | 'transfers'>): string {
  const stage = order.state === 'handling' && order.transfers > 0 ? 'passed' : order.state;
  return translate('work_orders.step', { step: order.step, stage: translate(`work_orders.stage.${stage}`) });
}

/** Colour is news: what somebody urged, what is late, what nobody has. */
export const orderTone = (state: OrderItem['state']): 'brand' | 'ok' | undefined =>
  state === 'handling' ? 'brand' : state === 'finished' ? 'ok' : undefined;
export const isLate = (order: Pick<OrderItem, 'state' | 'due_at_ms'>, now: number): boolean =>
  order.state === 'handling' && Boolean(order.due_at_ms) && Number(order.due_at_ms) < now;

/** Acts that need people, and those that need a word why. */
export const choosesPeople = (act: OrderAct): boolean => act === 'send' || act === 'pass_on';
export const needsRemark = (act: OrderAct, state: OrderItem['state']): boolean =>
  ['pass_on', 'return', 'note'].includes(act) || (act === 'close' && state === 'handling');
