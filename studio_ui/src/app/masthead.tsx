import { agentOf, nameOf, signOut, useMay, useSession } from "../features/session";
import { useLive } from "../features/trace";
import { Button } from "../ui";
import { LanguageSwitch } from "./language_switch";
import { strings } from "./strings";
import { flipTheme, useTheme } from "./theme";

export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="7" />
      <path d="M8 8.5c0 8 8-1 8 7" />
      <circle cx="8" cy="7.5" r="2.6" />
      <circle cx="16" cy="16.5" r="2.6" />
    </svg>
  );
}

/** What stands left and right in the head of every page. */
export function Brand() {
  const tenant = useSession((state) => state.session?.tenant ?? "");
  const title = useSession((state) => state.demoUsers.find((user) => user.tenant === tenant)?.tenant_name);
  return (
    <>
      <Logo />
      <h1 className="tenant">{title || tenantTitle(tenant)}</h1>
    </>
  );
}

function tenantTitle(id: string): string {
  const words = id.split("-").slice(1).join(" ") || id;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

type Place = "overview" | "studio" | "desk" | "floor" | "admin";

/** From page to page; a desk for whoever sits at one, the floor for those who lead it. */
export function PageLinks({ here }: { here: Place }) {
  const desk = useSession((state) => agentOf(state.session) !== "");
  const watches = useMay("watch");
  const reads = useMay("read");
  const administers = useMay("administer");
  const places: [Place, string, boolean][] = [
    ["overview", "/", true],
    ["studio", "/studio", reads],
    ["desk", "/desk", desk],
    ["floor", "/floor", watches],
    ["admin", "/admin", administers],
  ];
  return (
    <nav className="page-links" aria-label={strings.pages.label}>
      {places.map(
        ([place, to, offered]) =>
          (offered || place === here) && (
            <a key={place} href={to} aria-current={place === here ? "page" : undefined}>
              {strings.pages[place]}
            </a>
          ),
      )}
    </nav>
  );
}

export function ThemeSwitch() {
  const theme = useTheme((state) => state.theme);
  return (
    <button
      type="button"
      role="switch"
      aria-checked={theme === "dark"}
      aria-label={strings.header.theme}
      title={strings.header.theme}
      className="button button-quiet"
      onClick={flipTheme}
    >
      {theme === "dark" ? "☾" : "☀"}
    </button>
  );
}

export function Who() {
  const name = useSession((state) => state.session?.name ?? "");
  return (
    <span className="who" title={name} aria-label={name} role="img">
      {initials(nameOf(name))}
    </span>
  );
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join("")
    .toUpperCase();
}

/** The head of a page that stands alone. */
export function PageBar({ here }: { here: Place }) {
  const lost = useLive((state) => state.standing === "lost");
  return (
    <header className="bar">
      <Brand />
      <PageLinks here={here} />
      {lost && (
        <span role="status" className="pill pill-lost">
          {strings.lost}
        </span>
      )}
      <span className="spring" />
      <Button kind="quiet" onClick={() => void signOut()}>
        {strings.header.signOut}
      </Button>
      <LanguageSwitch />
      <ThemeSwitch />
      <Who />
    </header>
  );
}
