import { strings } from "../app/strings";
import { Button } from "./button";

/** Where a part of the page should be that did not come: the server is away, or was replaced by one with other files. */
export function Missing() {
  return (
    <div className="missing" role="alert">
      <p className="field-error">{strings.missing}</p>
      <Button onClick={() => location.reload()}>{strings.reload}</Button>
    </div>
  );
}
