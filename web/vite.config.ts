import { fileURLToPath, URL } from 'node:url';
import vue from '@vitejs/plugin-vue';
import elementPlusStyles from 'unplugin-element-plus/vite';
import { defineConfig } from 'vitest/config';

// The server that `npm run dev` talks to; its pages and sockets are same-origin for the browser.
const server = process.env.YINGHE_SERVER ?? 'http://127.0.0.1:8080';
// The server takes requests from its own pages only.
const proxy = { target: server, changeOrigin: true, headers: { origin: server } };

export default defineConfig({
  // In unit tests components run in Node alone, which cannot import styles.
  plugins: [vue(), ...(process.env.VITEST ? [] : [elementPlusStyles({})])],
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('./src', import.meta.url)),
      '@generated': fileURLToPath(new URL('./.generated', import.meta.url)),
    },
  },
  define: {
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  server: {
    port: 5173,
    // The manuals are among the documents of the tree.
    fs: { allow: ['..'] },
    proxy: {
      '/api': proxy,
      '/ws': { ...proxy, ws: true },
      '/sip': { ...proxy, ws: true },
    },
  },
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 2048,
    // The telephone is needed after sign-in only, so it is a chunk of its own; see tools/check_budget.mjs.
    chunkSizeWarningLimit: 800,
    rollupOptions: {
      output: {
        manualChunks(id) {
          if (/node_modules\/(jssip|sdp-transform|debug|events|ms)\//.test(id)) {
            return 'jssip';
          }
          if (/node_modules\/(@vue|vue|vue-router|pinia|vue-i18n|@intlify)\//.test(id)) {
            return 'vue';
          }
          return undefined;
        },
      },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
  },
});
