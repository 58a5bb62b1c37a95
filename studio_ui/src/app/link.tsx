import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { go, partsOf } from "./address";

/** A link within the page; with a modifier it opens beside it, as links do. */
export function Link({ href, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (partsOf(href)[0] !== partsOf(location.pathname)[0]) return; // another page: the browser loads it
    event.preventDefault();
    go(href);
  };
  return <a {...rest} href={href} onClick={follow} />;
}
