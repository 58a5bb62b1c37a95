import { ReplaysRoom } from "../features/replays";
import { PageBar } from "./masthead";

/** /studio/{environment}/replays and, behind it, one report. */
export function ReplaysPage({ environment, name }: { environment: string; name: string }) {
  return (
    <div className="studio-plain">
      <PageBar here="studio" />
      <ReplaysRoom environment={environment} id={name} />
    </div>
  );
}
