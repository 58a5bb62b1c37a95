import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "react" } },
  build: { target: "es2022", rolldownOptions: { input: `${import.meta.dirname}/bare.html` } },
});
