import type { Flow } from '@/api/config_types';

// What could not be sent to the server yet, kept in this browser. A flow holds no secret and no customer's number.

const keyOf = (tenant: string, code: string): string => `yinghe.flow.${tenant}.${code}`;

export function keepDraft(tenant: string, flow: Flow): boolean {
  try {
    localStorage.setItem(keyOf(tenant, flow.code), JSON.stringify(flow));
    return true;
  } catch {
    return false; // The browser's store is full or forbidden: the page still holds the draft.
  }
}

export function keptDraft(tenant: string, code: string): Flow | null {
  try {
    const flow = JSON.parse(localStorage.getItem(keyOf(tenant, code)) ?? 'null') as Flow | null;
    return flow && flow.code === code && Array.isArray(flow.node) ? flow : null;
  } catch {
    return null;
  }
}

export const forgetDraft = (tenant: string, code: string): void => localStorage.removeItem(keyOf(tenant, code));
