import { pathWithQuery, request, type Query } from './client';
import type { CustomerItem } from './customers';
import type { ObjectKind } from './crm';
import type { Page, Schema } from './schema';

/** What is done with one object, with some, or with all that a list shows. */
export type ActionWish = Schema<'ActionWish'>;
export type ActionKind = ActionWish['action'];
export type ActionView = Schema<'ActionView'>;
export type StageCount = Schema<'StageCount'>;

const actions = '/api/v1/objects/actions';
const of = (id: string): string => `${actions}/${encodeURIComponent(id)}`;

/** Whom it is done with: these ids, or all that fits a list's conditions. */
export interface Targets {
  ids: readonly string[];
  list?: { name: string; query: Query };
  total: number;
  /** Of a single one, for the question. */
  name?: string;
}

const named = ({ ids, list }: Targets): Partial<ActionWish> =>
  list ? { list: { name: list.name, query: pathWithQuery('', list.query).slice(1) } } : { ids: [...ids] };

export const actOn = (targets: Targets, wish: Partial<ActionWish>): Promise<ActionView> =>
  request('POST', actions, { body: { ...wish, ...named(targets) } });
/** How many there are, and how many contacts would be deleted with them. */
export const lookOver = (targets: Targets, action: ActionKind): Promise<ActionView> =>
  request('POST', actions, { body: { action, check: true, ...named(targets) } });
export const fetchAction = (id: string): Promise<ActionView> => request('GET', of(id));
export const cancelAction = (id: string): Promise<void> => request('DELETE', of(id));

export const fetchPooled = (object: ObjectKind, query: Query, signal: AbortSignal): Promise<Page<CustomerItem>> =>
  request('GET', object === 'lead' ? '/api/v1/pools/leads' : '/api/v1/pools/customers', { query, signal });
export const fetchStages = async (object: ObjectKind): Promise<StageCount[]> =>
  (await request<{ items: StageCount[] }>('GET', '/api/v1/objects/stages', { query: { object } })).items;
