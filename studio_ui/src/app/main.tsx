import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { speak } from "./language";
import { applyTheme } from "./theme";
import "./fonts.css";
import "./tokens.css";
import "./controls.css";
import "./shell.css";

applyTheme();
void draw();

/** The words come first: parts of the page may look at them while they are loaded. */
async function draw(): Promise<void> {
  await speak();
  const [{ App, isOperations }, { start }] = await Promise.all([import("./app"), import("../features/session")]);
  if (!isOperations) void start();
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
