/// <reference types="vite/client" />
import 'vue-router';
import type { RouteFacts } from '@/router/records';

declare module 'vue-router' {
  // The route record is the single truth for menu, tab, permission and cache.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merging needs an interface
  interface RouteMeta extends RouteFacts {}
}
