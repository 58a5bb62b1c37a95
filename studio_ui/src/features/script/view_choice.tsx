import { ask, useAsked } from "../../app/address";
import { scriptStrings } from "../../app/script_strings";
import { Segments } from "../../ui";

/** Whether the flow is shown as a drawing or as what it says. */
export function ViewChoice() {
  const view = useAsked("view") === "script" ? "script" : "";
  return (
    <Segments
      label={scriptStrings.view}
      value={view}
      options={[
        ["", scriptStrings.canvas],
        ["script", scriptStrings.script],
      ]}
      choose={(chosen) => ask("view", chosen)}
    />
  );
}
