import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import pages from "./vite.config.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const tests = readdirSync(here("tests")).filter((name) => name.endsWith(".test.ts"));

/** The tests of what needs no browser, built for Node as the pages' code is for browsers; `tests/test_browser_code.py` runs them. */
export default defineConfig({
  resolve: { alias: { ...pages.resolve?.alias, "htmx.org": here("tests/no-htmx.ts") } },
  logLevel: "warn",
  build: {
    ssr: true,
    copyPublicDir: false,
    rolldownOptions: { input: tests.map((name) => here(`tests/${name}`)), output: { entryFileNames: "[name].mjs" } },
  },
});
