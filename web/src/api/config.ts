import { request } from './client';
import type {
  Flow,
  FlowProblem,
  FlowSummary,
  FlowVersions,
  OutboundTest,
  Schedule,
  SiteInbound,
  SiteOutbound,
  SiteQueue,
  SiteTrunk,
  TenantOptions,
  TrunkStatus,
} from './config_types';

const path = '/api/v1/config';
const at = (list: string, key: string): string => `${path}/${list}/${encodeURIComponent(key)}`;
const itemsOf = async <T>(address: string): Promise<T[]> => (await request<{ items: T[] }>('GET', address)).items;

/** Asked before anything is read that may be saved later: what others change from then on is not overwritten unseen. */
export const fetchRevision = async (): Promise<string> =>
  (await request<{ revision: string }>('GET', '/api/v1/config-revision')).revision;

export const fetchQueues = (): Promise<SiteQueue[]> => itemsOf(`${path}/queues`);
export const putQueue = (key: string, body: SiteQueue, seen?: string): Promise<void> =>
  request('PUT', at('queues', key), { body, seen });
export const deleteQueue = (key: string): Promise<void> => request('DELETE', at('queues', key));

export const fetchTrunks = (): Promise<SiteTrunk[]> => itemsOf(`${path}/trunks`);
export const putTrunk = (key: string, body: SiteTrunk, seen?: string): Promise<void> =>
  request('PUT', at('trunks', key), { body, seen });
export const deleteTrunk = (key: string): Promise<void> => request('DELETE', at('trunks', key));
export const fetchTrunkStatus = (): Promise<TrunkStatus[]> => itemsOf('/api/v1/trunks/status');

export const fetchSchedules = (): Promise<Schedule[]> => itemsOf(`${path}/schedules`);
export const putSchedule = (key: string, body: Schedule, seen?: string): Promise<void> =>
  request('PUT', at('schedules', key), { body, seen });
export const deleteSchedule = (key: string): Promise<void> => request('DELETE', at('schedules', key));

export const fetchInbound = (): Promise<SiteInbound[]> => itemsOf(`${path}/inbound`);
export const putInbound = (items: SiteInbound[], seen?: string): Promise<void> =>
  request('PUT', `${path}/inbound`, { body: { items }, seen });
export const fetchOutbound = (): Promise<SiteOutbound[]> => itemsOf(`${path}/outbound`);
export const putOutbound = (items: SiteOutbound[], seen?: string): Promise<void> =>
  request('PUT', `${path}/outbound`, { body: { items }, seen });
/** What would happen if this person dialled this number; nobody is called. */
export const testOutbound = (user: string, number: string): Promise<OutboundTest> =>
  request('POST', `${path}/outbound/test`, { body: { user, number } });

export const fetchOptions = (): Promise<TenantOptions> => request('GET', `${path}/options`);
export const putOptions = (body: TenantOptions, seen?: string): Promise<void> =>
  request('PUT', `${path}/options`, { body, seen });

export const fetchFlows = (): Promise<FlowSummary[]> => itemsOf(`${path}/flows`);
export const fetchFlow = (code: string): Promise<FlowVersions> => request('GET', at('flows', code));
export const saveFlowDraft = (flow: Flow): Promise<void> =>
  request('PUT', `${at('flows', flow.code)}/draft`, { body: flow });
export const checkFlow = async (flow: Flow, signal?: AbortSignal): Promise<FlowProblem[]> =>
  (await request<{ problems: FlowProblem[] }>('POST', `${path}/flows/check`, { body: flow, signal })).problems;
export const publishFlow = (flow: Flow): Promise<void> =>
  request('POST', `${at('flows', flow.code)}/publish`, { body: flow });
export const deleteFlow = (code: string): Promise<void> => request('DELETE', at('flows', code));
