import { watch } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import { i18n, translate } from '@/i18n';
import { useSession } from '@/stores/session';
import { pages } from './records';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/sign-in', name: 'sign_in', component: () => import('@/views/sign_in/index.vue') },
    { path: '/first-steps', name: 'duty', component: () => import('@/views/duty/index.vue') },
    ...pages.filter((page) => page.meta?.alone),
    {
      path: '/',
      component: () => import('@/frame/AppFrame.vue'),
      redirect: '/desk',
      children: [
        ...pages.filter((page) => !page.meta?.alone),
        { path: 'no-permission', name: 'no_permission', component: () => import('@/views/no_permission/index.vue') },
        { path: ':rest(.*)*', name: 'not_found', component: () => import('@/views/not_found/index.vue') },
      ],
    },
  ],
});

router.beforeEach(async (to) => {
  const session = useSession();
  if (to.name === 'sign_in') {
    return session.isSignedIn ? { path: '/desk' } : true;
  }
  if (!session.isSignedIn) {
    const known = await session.restore().catch(() => false);
    if (!known) {
      return { name: 'sign_in', query: to.path === '/desk' ? {} : { next: to.fullPath } };
    }
  }
  if (session.owes !== (to.name === 'duty')) {
    return session.owes ? { name: 'duty', query: { next: to.fullPath } } : { path: '/desk' };
  }
  if (!session.may(to.meta.right)) {
    return { name: 'no_permission', query: { page: String(to.name) }, replace: true };
  }
  return true;
});

function showTitle(): void {
  const title = router.currentRoute.value.meta.title;
  document.title = title ? `${translate(title)} · ${translate('common.product')}` : translate('common.product');
}
router.afterEach(showTitle);
watch(() => i18n.global.locale.value, showTitle);

// A new version of the pages was installed while this one was open: its old chunks are gone, so load the new page.
router.onError((problem, to) => {
  if (/dynamically imported module|Importing a module script failed/.test(String(problem))) {
    window.location.assign(to.fullPath);
  }
});
