import { speak } from "./language";
import { applyTheme } from "./theme";
import "./fonts.css";
import "./tokens.css";
import "./controls.css";
import "./shell.css";
import "./studio.css";
import "./contrast.css";

applyTheme();
void draw();

/** The words come first: parts of the page may look at them while they are loaded. */
async function draw(): Promise<void> {
  await speak();
  const { drawPage } = await import("./app");
  drawPage(document.getElementById("root"));
}
