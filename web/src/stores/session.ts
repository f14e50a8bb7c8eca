import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { ApiError } from '@/api/errors';
import { fetchMe, signIn as openSession, signOut as closeSession, type Credentials, type Me } from '@/api/sessions';
import { rightsOf, seesOnlyOwn } from './rights';

/** Why the sign-in page is shown: it says so in one sentence. */
export type SignedOutReason = 'none' | 'ended' | 'left';

/** Who sits here. The session itself is an HttpOnly cookie that no script can read. */
export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(null);
  const reason = ref<SignedOutReason>('none');
  const role = computed(() => me.value?.role ?? 'agent');
  const isSignedIn = computed(() => me.value !== null);
  const rights = computed(() => rightsOf(me.value));
  const onlyOwn = computed(() => seesOnlyOwn(me.value));
  /** Whether something is offered; the server checks again. No right asked for = everybody signed in. */
  const may = (right?: string): boolean => !right || rights.value.has(right);

  /** Asks the server who we are; false when nobody. Throws when the server is away. */
  async function restore(): Promise<boolean> {
    try {
      me.value = await fetchMe(true);
      return true;
    } catch (problem) {
      if (problem instanceof ApiError && problem.status === 401) {
        me.value = null;
        return false;
      }
      throw problem;
    }
  }

  async function signIn(credentials: Credentials): Promise<void> {
    await openSession(credentials);
    me.value = await fetchMe(true);
    reason.value = 'none';
  }

  async function signOut(): Promise<void> {
    try {
      await closeSession();
    } finally {
      forget('left');
    }
  }

  function forget(why: SignedOutReason): void {
    me.value = null;
    reason.value = why;
  }

  return { me, reason, role, isSignedIn, onlyOwn, may, restore, signIn, signOut, forget };
});
