import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { compressed } from "./vite.compress.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Everything under assets/ carries a hash of its content in its name, so it may be cached for ever. */
export default defineConfig({
  base: "/static/",
  plugins: [compressed()],
  resolve: { alias: { "@lib": here("src/lib"), "@map": here("src/map"), "@web": here("../src/nettmelding/web"), "htmx.org": here("node_modules/htmx.org"), idb: here("node_modules/idb") } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // htmx has an eval that htmx.config.allowEval = false keeps from running; the policy forbids it anyway.
      checks: { eval: false },
      input: { main: here("src/main.ts"), map: here("../src/nettmelding/web/map/page.ts"), planmap: here("../src/nettmelding/web/workorders/plan/chart.ts"), field: here("src/field.ts") },
      output: {
        hashCharacters: "hex",
        entryFileNames: "assets/[name].[hash:12].js",
        chunkFileNames: "assets/[name].[hash:12].js",
        assetFileNames: "assets/[name].[hash:12][extname]",
      },
    },
  },
});
