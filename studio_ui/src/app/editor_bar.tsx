import { ViewChoice } from "../features/script";
import { useMay } from "../features/session";
import { useLive } from "../features/trace";
import { TryButton } from "../features/try_it";
import { Button } from "../ui";
import { go, to } from "./address";
import { commandStrings as words } from "./command_strings";
import { FlowChoice, LivePill, SaveState } from "./flow_state";
import { Tools } from "./header";
import { LanguageSwitch } from "./language_switch";
import { Brand, PageLinks, ThemeSwitch, Who } from "./masthead";
import { flipSide, useSide } from "./side_store";
import { strings } from "./strings";

/** The head of the editor: where one is, whether it is saved, what is live, and what can be done with the flow. */
export function EditorBar({ environment, flow }: { environment: string; flow: string }) {
  const lost = useLive((state) => state.standing === "lost");
  const outlined = useSide((state) => state.shown === "outline");
  const reads = useMay("read", environment);
  return (
    <header className="bar">
      <Brand />
      <PageLinks here="studio" />
      {reads && <FlowChoice chosen={`${environment}/${flow}`} choose={(place, name) => go(to("studio", place, "flows", name))} />}
      <SaveState />
      <LivePill />
      {reads && <ViewChoice />}
      {lost && (
        <span role="status" className="pill pill-lost">
          {strings.lost}
        </span>
      )}
      <span className="spring" />
      <Button kind="quiet" className="wide-only" aria-pressed={outlined} title={`${words.do.outline} (O)`} onClick={() => flipSide("outline")}>
        {words.do.outline}
      </Button>
      {reads && <TryButton />}
      {reads && <Tools />}
      <LanguageSwitch />
      <ThemeSwitch />
      <Who />
    </header>
  );
}
