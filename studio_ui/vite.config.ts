import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { defineConfig, type Plugin } from "vite";
import { FILES, motionLater, STAND_INS } from "./bundle.ts";

const SHIPPED = [
  "preact",
  "@xyflow/react",
  "@xyflow/system",
  "classcat",
  "d3-dispatch",
  "d3-drag",
  "d3-ease",
  "d3-interpolate",
  "d3-selection",
  "d3-timer",
  "d3-transition",
  "d3-zoom",
  "zustand",
  "immer",
  "elkjs",
  "use-sync-external-store",
  "@codemirror/autocomplete",
  "@codemirror/commands",
  "@codemirror/lang-json",
  "@codemirror/language",
  "@codemirror/lint",
  "@codemirror/state",
  "@codemirror/view",
  "@lezer/common",
  "@lezer/highlight",
  "@lezer/json",
  "@lezer/lr",
  "@marijn/find-cluster-break",
  "crelt",
  "style-mod",
  "w3c-keyname",
  "@fontsource-variable/atkinson-hyperlegible-next",
  "@fontsource-variable/atkinson-hyperlegible-mono",
];

/** Writes the licences of what the pages carry beside them: most of them ask for exactly that. */
function notices(): Plugin {
  return {
    name: "notices",
    apply: "build",
    generateBundle() {
      const parts = SHIPPED.map((name) => {
        const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as {
          version: string;
          license: string;
        };
        return `${name} ${version} (${license})\n\n${licence(name)}`;
      });
      this.emitFile({ type: "asset", fileName: "NOTICES.txt", source: parts.join(`\n${"-".repeat(80)}\n\n`) });
    },
  };
}

function licence(name: string): string {
  for (const file of ["LICENSE", "LICENSE.md", "LICENSE.txt", "license"]) {
    try {
      return readFileSync(`node_modules/${name}/${file}`, "utf8");
    } catch {
      continue;
    }
  }
  throw new Error(`${name} carries no licence file: say in vite.config.ts where it is`);
}

const DENSER = /\.(js|css|svg)$/;
const BEST_UP_TO = 600_000; // bytes; the best squeeze of a longer file takes seconds

/** Squeezes what is sent once, beside the file: a seventh less than gzip, which the server makes for other browsers. */
function dense(): Plugin {
  return {
    name: "dense",
    apply: "build",
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle).filter((each) => DENSER.test(each))) {
        const file = join(dir ?? "", name);
        const bytes = readFileSync(file);
        const quality = bytes.length <= BEST_UP_TO ? constants.BROTLI_MAX_QUALITY : 9;
        const given = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: given }));
      }
    },
  };
}

const backend = process.env["STUDIO_BACKEND"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [motionLater, notices(), dense()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { alias: STAND_INS },
  base: "/",
  html: { cspNonce: "__CSP_NONCE__" }, // the server puts a fresh one in its place; the field for expressions writes styles
  build: {
    outDir: "../flowengine/static",
    emptyOutDir: true,
    target: "es2022",
    rolldownOptions: { output: { codeSplitting: { groups: FILES } } },
    chunkSizeWarningLimit: 560, // kB before gzip; a test of the built pages holds what is sent
    assetsInlineLimit: 0, // the content security policy allows fonts and scripts from files only
    modulePreload: { polyfill: false }, // it would be an inline script
  },
  server: { host: "127.0.0.1", proxy: { "/api": { target: backend, ws: true } } },
});
