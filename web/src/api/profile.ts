import { request } from './client';
import type { Schema } from './schema';

/** What a person may change about himself (R013); the name is the administrator's. */
export type Profile = Schema<'Profile'>;

export const fetchProfile = (): Promise<Profile> => request('GET', '/api/v1/me/profile');
export const putProfile = (body: Profile): Promise<void> => request('PUT', '/api/v1/me/profile', { body });

/** R008. The answer to a wrong old password stays on the page. */
export const changePassword = (oldPassword: string, newPassword: string): Promise<void> =>
  request('PUT', '/api/v1/me/password', {
    body: { old_password: oldPassword, new_password: newPassword },
    staysOn401: true,
  });

export const putAvatar = (picture: Blob): Promise<void> => request('PUT', '/api/v1/me/avatar', { body: picture });
export const deleteAvatar = (): Promise<void> => request('DELETE', '/api/v1/me/avatar');

/** The version of somebody's picture in a list; empty: none. */
export const pictureOf = (row: { avatar_at_ms: number }): string => (row.avatar_at_ms ? String(row.avatar_at_ms) : '');
/** The address of a picture; `version` changes with it, so that an old one is never shown from a cache. */
export const avatarHref = (number: string, version: string): string =>
  `/api/v1/users/${encodeURIComponent(number)}/avatar?v=${encodeURIComponent(version)}`;
