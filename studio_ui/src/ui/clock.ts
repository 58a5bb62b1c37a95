import { useEffect, useState } from "react";

/** Now, again every `every` ms; standing still when there is nothing to count. */
export function useNow(every: number, running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = window.setInterval(() => setNow(Date.now()), every);
    return () => window.clearInterval(timer);
  }, [every, running]);
  return now;
}
