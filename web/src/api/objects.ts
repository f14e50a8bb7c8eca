import { request } from './client';

// One act on one object, over the route that does the same with many (views of pools and lists ask for more of it).
interface ObjectAct {
  action: 'stage' | 'group' | 'tags';
  stage?: string;
  group?: string;
  how?: 'replace_all';
  tags?: readonly string[];
}

interface Outcome {
  failed: number;
  failures: readonly { message: string }[];
}

/** Throws what the server says about it. */
export async function actOnObject(id: string, act: ObjectAct): Promise<void> {
  const outcome = await request<Outcome>('POST', '/api/v1/objects/actions', { body: { ...act, ids: [id] } });
  if (outcome.failed) {
    throw new Error(outcome.failures[0]?.message ?? '');
  }
}
