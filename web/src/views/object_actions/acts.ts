import type { ObjectKind } from '@/api/crm';
import type { ActionKind } from '@/api/object_actions';

// What can be done with an object, by what one may (R127, R154, R155). Knows no Vue.

export interface Where {
  object: ObjectKind;
  /** They lie in a public pool. */
  pooled: boolean;
  /** One administers the pool they lie in. */
  administers?: boolean;
  /** A lead that has become a customer is nobody's to claim. */
  converted?: boolean;
}

type May = (right: string) => boolean;

const rightOf: Partial<Record<ActionKind, string>> = {
  change_owner: 'customers.assign',
  give_up: 'customers.edit',
  delete: 'customers.delete',
  plan: 'customers.edit',
  group: 'customers.edit',
  tags: 'customers.edit',
  stage: 'customers.edit',
};

/** In the order in which they are offered. */
export function actsFor({ object, pooled, administers, converted }: Where, may: May): ActionKind[] {
  if (pooled) {
    const assigns: ActionKind[] = administers || may('customers.assign') ? ['assign'] : [];
    return ['claim', ...assigns, 'transfer', ...(administers && may('customers.delete') ? (['delete'] as const) : [])];
  }
  const all: Record<ObjectKind, ActionKind[]> = {
    customer: ['change_owner', 'give_up', 'tags', 'group', 'plan', 'stage', 'delete'],
    lead: ['change_owner', 'give_up', 'tags', 'plan', 'stage', 'delete'],
    contact: ['delete'],
  };
  return all[object].filter((action) => may(rightOf[action] ?? '') && !(converted && action === 'give_up'));
}
