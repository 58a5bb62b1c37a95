import { useEffect } from "react";
import { SignIn, start, useSession } from "../features/session";
import { Button, Voice } from "../ui";
import { FrontRow } from "./front_row";
import { strings } from "./strings";

export function App() {
  const standing = useSession((state) => state.standing);
  const problem = useSession((state) => state.problem);
  useEffect(() => {
    document.title = strings.product;
  }, []);
  return (
    <>
      {standing === "loading" && (
        <p className="page-word" role="status">
          {strings.loading}
        </p>
      )}
      {standing === "failed" && (
        <main className="page-word" role="alert">
          <h1>{strings.failed}</h1>
          <p>{problem}</p>
          <Button kind="main" onClick={() => void start()}>
            {strings.again}
          </Button>
        </main>
      )}
      {standing === "signed_out" && <SignIn />}
      {standing === "in" && <FrontRow />}
      <Voice dismiss={strings.dismiss} />
    </>
  );
}
