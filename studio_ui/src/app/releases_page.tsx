import { ReleasesRoom } from "../features/releases/page";
import { PageBar } from "./masthead";
import "./rooms.css";

/** /studio/{environment}/releases */
export function ReleasesPage({ environment }: { environment: string; name: string }) {
  return (
    <div className="studio-plain">
      <PageBar here="studio" />
      <ReleasesRoom environment={environment} />
    </div>
  );
}
