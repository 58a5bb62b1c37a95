import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { start } from "../features/session";
import { App } from "./app";
import { applyTheme } from "./theme";
import "./fonts.css";
import "./tokens.css";
import "./controls.css";
import "./shell.css";

applyTheme();
void start();
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
