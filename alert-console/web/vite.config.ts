import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

// where `npm run dev` finds the server: a running gateway, or dev/gateway.mjs
const gateway = process.env['CONVOY_GATEWAY'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [vue()],
  // a relative base: the console also works below a path of a reverse proxy
  base: './',
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: {
    target: 'chrome109',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    sourcemap: false,
  },
  server: { proxy: { '/api': { target: gateway } } },
  test: {
    include: ['test/**/*.test.ts'],
    restoreMocks: true,
  },
});
