import { request, type Query } from './client';
import type { Page, Schema } from './schema';

/** Plans and memos (R208, R209), announcements (R207), and what the system told me (R211). */
export type Task = Schema<'TaskView'>;
export type TaskWish = Schema<'TaskWish'>;
export type Announcement = Schema<'AnnouncementView'>;
export type AnnouncementWish = Schema<'AnnouncementWish'>;
export type SystemMessage = Schema<'SystemMessage'>;

const tasks = '/api/v1/tasks';
const of = (id: string): string => `${tasks}/${encodeURIComponent(id)}`;

export const fetchTasks = (query: Query, signal?: AbortSignal): Promise<Page<Task>> =>
  request('GET', tasks, { query, signal });
export const fetchTask = (id: string): Promise<Task> => request('GET', of(id));
export const saveTask = (wish: TaskWish, id?: string): Promise<Task> =>
  id ? request('PUT', of(id), { body: wish }) : request('POST', tasks, { body: wish });
export const deleteTask = (id: string): Promise<void> => request('DELETE', of(id));
export const completeTask = (id: string, done: boolean): Promise<Task> =>
  request('POST', `${of(id)}/${done ? 'complete' : 'reopen'}`);

const announcements = '/api/v1/announcements';
export const fetchAnnouncements = async (): Promise<Announcement[]> =>
  (await request<{ items: Announcement[] }>('GET', announcements)).items;
export const saveAnnouncement = (wish: AnnouncementWish, id?: string): Promise<void> =>
  id
    ? request('PUT', `${announcements}/${encodeURIComponent(id)}`, { body: wish })
    : request('POST', announcements, { body: wish });
export const deleteAnnouncement = (id: string): Promise<void> =>
  request('DELETE', `${announcements}/${encodeURIComponent(id)}`);

export const fetchSystemMessages = async (): Promise<SystemMessage[]> =>
  (await request<{ items: SystemMessage[] }>('GET', '/api/v1/system-messages')).items;
export const markMessagesRead = (): Promise<void> => request('POST', '/api/v1/system-messages/read');
