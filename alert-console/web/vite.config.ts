import vue from '@vitejs/plugin-vue';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

// where `npm run dev` finds the server: a running gateway, or dev/gateway.mjs
const gateway = process.env['CONVOY_GATEWAY'] ?? 'http://127.0.0.1:8080';

const NAMESPACE_IMPORT = "import * as Vue from 'vue';";

/** vue-i18n looks a function up in Vue's namespace by name, which keeps all of Vue in the bundle (12 kB gzip). */
function leanI18n(): Plugin {
  return {
    name: 'lean-vue-i18n',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('/vue-i18n/dist/')) {
        return null;
      }
      if (!code.includes(NAMESPACE_IMPORT)) {
        this.error('vue-i18n no longer imports the namespace of Vue: remove this plugin');
      }
      return code.replace(NAMESPACE_IMPORT, "import { getCurrentInstance as instanceNow } from 'vue'; const Vue = { getCurrentInstance: instanceNow };");
    },
  };
}

export default defineConfig({
  plugins: [vue(), leanI18n()],
  // a relative base: the console also works below a path of a reverse proxy
  base: './',
  resolve: {
    alias: {
      // without the message compiler: words/compile.ts fills in placeholders, so no text is ever turned into code
      'vue-i18n': fileURLToPath(new URL('node_modules/vue-i18n/dist/vue-i18n.runtime.mjs', import.meta.url)),
    },
  },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'true',
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
