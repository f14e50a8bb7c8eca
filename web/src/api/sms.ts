import { request, type Query } from './client';
import type { Page, Schema } from './schema';

export type Sms = Schema<'SmsView'>;
export type SmsDesk = Schema<'SmsDeskView'>;
export type SmsGateway = Schema<'SiteSms'>;
export type SmsGatewayShown = Schema<'SmsGatewayView'>;
export type SmsTrial = Schema<'SmsTrialView'>;
export type SmsTemplate = Schema<'SiteSmsTemplate'>;
export type SmsSignature = Schema<'SiteSmsSignature'>;

export interface SmsWish {
  number?: string;
  call?: string;
  template?: string;
  text?: string;
  customer?: string;
}

/** Whether texts can be sent, and the approved templates as they would be. */
export const fetchSmsDesk = (customer?: string): Promise<SmsDesk> =>
  request('GET', '/api/v1/sms/desk', { query: { customer } });
export const sendSms = (wish: SmsWish): Promise<Sms> => request('POST', '/api/v1/sms', { body: wish });
export const fetchSms = (id: string): Promise<Sms> => request('GET', `/api/v1/sms/${encodeURIComponent(id)}`);
export const fetchSmsList = (query: Query, signal: AbortSignal): Promise<Page<Sms>> =>
  request('GET', '/api/v1/sms', { query, signal });

const config = '/api/v1/config';
export const fetchSmsGateway = (): Promise<SmsGatewayShown> => request('GET', `${config}/sms`);
export const putSmsGateway = (body: SmsGateway, seen?: string): Promise<void> =>
  request('PUT', `${config}/sms`, { body, seen });
export const trySmsGateway = (gateway: SmsGateway, number: string, text: string): Promise<SmsTrial> =>
  request('POST', `${config}/sms/test`, { body: { gateway, number, text }, timeoutMs: 60_000 });

const at = (list: string, key: string): string => `${config}/${list}/${encodeURIComponent(key)}`;
const itemsOf = async <T>(list: string): Promise<T[]> =>
  (await request<{ items: T[] }>('GET', `${config}/${list}`)).items;

export const fetchSmsTemplates = (): Promise<SmsTemplate[]> => itemsOf('sms-templates');
export const putSmsTemplate = (key: string, body: SmsTemplate, seen?: string): Promise<void> =>
  request('PUT', at('sms-templates', key), { body, seen });
export const deleteSmsTemplate = (key: string): Promise<void> => request('DELETE', at('sms-templates', key));
export const fetchSmsSignatures = (): Promise<SmsSignature[]> => itemsOf('sms-signatures');
export const putSmsSignature = (key: string, body: SmsSignature, seen?: string): Promise<void> =>
  request('PUT', at('sms-signatures', key), { body, seen });
export const deleteSmsSignature = (key: string): Promise<void> => request('DELETE', at('sms-signatures', key));
