import { request, type Query } from './client';
import type { Page, Schema } from './schema';

/** Work orders (工单, R170–R176): what an agent could not solve himself, handed to people who can. */
export type OrderItem = Schema<'OrderItem'>;
export type OrderDetail = Schema<'OrderDetail'>;
export type OrderContent = Schema<'OrderContent'>;
export type OrderAct = OrderDetail['acts'][number];
export type OrderTarget = Schema<'OrderTarget'>;
export type OrderCounts = Schema<'OrderCounts'>;
export type OrderForm = Schema<'OrderForm'>;
export type OrderSettings = Schema<'OrderSettings'>;

const path = '/api/v1/work-orders';
const of = (id: string): string => `${path}/${encodeURIComponent(id)}`;

export const fetchOrders = (query: Query, signal?: AbortSignal): Promise<Page<OrderItem>> =>
  request('GET', path, { query, signal });
export const fetchOrderCounts = (): Promise<OrderCounts> => request('GET', `${path}/mine`);
export const fetchOrder = (id: string, signal?: AbortSignal): Promise<OrderDetail> =>
  request('GET', of(id), { signal });
export const fetchOrderForm = (): Promise<OrderForm> => request('GET', `${path}/form`);

/** `token`: the same one again leads to the same order. */
export const createOrder = (
  wish: Partial<OrderContent> & { token: string; service?: string; customer?: string },
): Promise<OrderDetail> => request('POST', path, { body: wish });
export const saveOrderDraft = (id: string, content: OrderContent): Promise<OrderDetail> =>
  request('PUT', of(id), { body: content });
export const deleteOrderDraft = (id: string): Promise<void> => request('DELETE', of(id));
export const actOnOrder = (
  id: string,
  wish: { act: OrderAct; version: number; people?: OrderTarget[]; content?: OrderContent; remark?: string },
): Promise<OrderDetail> => request('POST', `${of(id)}/acts`, { body: wish });

export const fetchOrderSettings = (): Promise<OrderSettings> => request('GET', `${path}/settings`);
export const saveOrderSettings = (settings: OrderSettings): Promise<OrderSettings> =>
  request('PUT', `${path}/settings`, { body: settings });
