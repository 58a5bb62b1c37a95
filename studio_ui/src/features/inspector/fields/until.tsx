import { useLayoutEffect, useRef, type ReactNode, type RefObject } from "react";

/** Around a plain field until a better one takes its place: `had` tells that one whether somebody was in it. */
export function Until({ had, children }: { had: RefObject<boolean>; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = frame;
    return () => {
      had.current = current?.contains(document.activeElement) ?? false;
    };
  }, [had]);
  return <div ref={frame}>{children}</div>;
}
