import { request } from './client';
import type { Schema } from './schema';

/** A conference room (R118); `call` while it is up. */
export type Room = Schema<'RoomView'>;

/** What a leader decides of it; participants by 工号. */
export type RoomDraft = Schema<'RoomWish'>;

const path = '/api/v1/rooms';
const of = (number: string): string => `${path}/${encodeURIComponent(number)}`;

export const fetchRooms = (): Promise<{ items: Room[] }> => request('GET', path);
export const createRoom = (room: RoomDraft): Promise<unknown> => request('POST', path, { body: room });
export const changeRoom = (number: string, room: RoomDraft): Promise<unknown> =>
  request('PUT', of(number), { body: room });
export const deleteRoom = (number: string): Promise<void> => request('DELETE', of(number));
/** Rings everybody of it. */
export const startRoom = (number: string): Promise<unknown> => request('POST', `${of(number)}/start`);
