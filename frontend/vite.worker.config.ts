import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The field app's service worker: one file with everything in it and a name that stays, since the server hands it out itself. */
export default defineConfig({
  publicDir: false,
  resolve: { alias: { idb: here("node_modules/idb") } },
  build: {
    outDir: "dist",
    emptyOutDir: false,
    target: "es2022",
    lib: { entry: here("../src/nettmelding/web/field/worker.ts"), formats: ["iife"], name: "felt", fileName: () => "felt-sw.js" },
  },
});
