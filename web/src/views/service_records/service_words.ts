import type { ServiceDraft } from '@/api/customers';

export const states = ['open', 'following', 'solved'] as const;
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;

export const emptyService = (): ServiceDraft => ({
  note: '',
  result: '',
  kind: '',
  concerns: '',
  state: 'none',
  priority: 'normal',
});

/** Colour is news: what is not solved yet, and what cannot wait. */
export const stateTone = (state: ServiceDraft['state']): 'warn' | 'ok' | undefined =>
  state === 'open' ? 'warn' : state === 'solved' ? 'ok' : undefined;
export const priorityTone = (priority: ServiceDraft['priority']): 'bad' | 'warn' | undefined =>
  priority === 'urgent' ? 'bad' : priority === 'high' ? 'warn' : undefined;
