import "./drawing_library";
import { Suspense, useEffect, type ComponentType } from "react";
import { createRoot } from "react-dom/client";
import { SignIn, start, useSession } from "../features/session";
import { arriving, Button, Voice } from "../ui";
import { Keyboard } from "./keyboard";
import { strings } from "./strings";

type Load = () => Promise<{ default: ComponentType }>;
const frontRow: Load = () => import("./front_row").then((room) => ({ default: room.FrontRow }));
const floorPage = () => import("./floor_page").then((room) => ({ default: room.FloorPage }));
const deskPage = () => import("./desk_page").then((room) => ({ default: room.DeskPage }));
const studioPage = () => import("./studio_page").then((room) => ({ default: room.StudioPage }));
const adminPage = () => import("./admin_page").then((room) => ({ default: room.AdminPage }));
const operationsPage: Load = () => import("./operations_page").then((room) => ({ default: room.OperationsPage }));
const PAGES: Record<string, Load> = { admin: adminPage, floor: floorPage, desk: deskPage, studio: studioPage };

/** The first part of an address is its page; one that is not known is the front row. */
const here: Load = PAGES[location.pathname.split("/")[1] ?? ""] ?? frontRow;
const Page = arriving(here);
const Operations = arriving(operationsPage);

const isOperations = location.pathname.split("/")[1] === "operations";

export function drawPage(root: HTMLElement | null): void {
  if (!isOperations) void start();
  if (!root) return;
  createRoot(root).render(<App />);
}

function App() {
  const standing = useSession((state) => state.standing);
  const problem = useSession((state) => state.problem);
  useEffect(() => {
    document.title = strings.product;
  }, []);
  // The operator is nobody's user: that page has a sign-in of its own.
  if (isOperations) {
    return (
      <>
        <Suspense fallback={<Loading />}>
          <Operations />
        </Suspense>
        <Voice dismiss={strings.dismiss} />
      </>
    );
  }
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
      {standing === "signed_out" && <SignIn reach={() => void here()} />}
      {standing === "in" && (
        <Suspense fallback={<Loading />}>
          <Page />
          <Keyboard />
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
