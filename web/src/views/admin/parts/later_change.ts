import type { ApiError } from '@/api/errors';

/** Somebody else was first: who, when, and what the newest change is now. */
export interface LaterChange {
  by: string;
  atMs: number;
  revision: string;
}

export function laterChange(error: ApiError | null): LaterChange | null {
  if (error?.code !== 'config.changed') return null;
  const said = (name: string): string => error.fields.find(({ field }) => field === name)?.message ?? '';
  return { by: said('by'), atMs: Number(said('at_ms')), revision: said('revision') };
}
