import { lazy, Suspense, useEffect } from "react";
import { SignIn, start, useSession } from "../features/session";
import { Button, Voice } from "../ui";
import { strings } from "./strings";

const frontRow = () => import("./front_row").then((room) => ({ default: room.FrontRow }));
const FrontRow = lazy(frontRow);
const floorPage = () => import("./floor_page").then((room) => ({ default: room.FloorPage }));
const FloorPage = lazy(floorPage);

/** Every address is a page; one that is not known is the front row. */
const onFloor = location.pathname.replace(/\/$/, "") === "/floor";

export function App() {
  const standing = useSession((state) => state.standing);
  const problem = useSession((state) => state.problem);
  useEffect(() => {
    document.title = strings.product;
  }, []);
  return (
    <>
      {standing === "loading" && <Loading />}
      {standing === "failed" && (
        <main className="page-word" role="alert">
          <h1>{strings.failed}</h1>
          <p>{problem}</p>
          <Button kind="main" onClick={() => void start()}>
            {strings.again}
          </Button>
        </main>
      )}
      {standing === "signed_out" && <SignIn reach={() => void (onFloor ? floorPage() : frontRow())} />}
      {standing === "in" && (
        <Suspense fallback={<Loading />}>
          {onFloor ? <FloorPage /> : <FrontRow />}
        </Suspense>
      )}
      <Voice dismiss={strings.dismiss} />
    </>
  );
}

function Loading() {
  return (
    <p className="page-word" role="status">
      {strings.loading}
    </p>
  );
}
