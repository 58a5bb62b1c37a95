import { ask, useAsked } from "../../app/address";
import { strings } from "../../app/strings";
import { Segments } from "../../ui";

/** Whether the flow is shown as a drawing or as what it says. */
export function ViewChoice() {
  const view = useAsked("view") === "script" ? "script" : "";
  return (
    <Segments
      label={strings.header.view}
      value={view}
      options={[
        ["", strings.header.canvas],
        ["script", strings.header.script],
      ]}
      choose={(chosen) => ask("view", chosen)}
    />
  );
}
