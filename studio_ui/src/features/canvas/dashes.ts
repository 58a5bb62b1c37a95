/** The dashes of long wires: only near their ends, for each dash is painted, and a wire across a large flow has thousands. */

/** From here on a wire is long. */
const LONG = 2400;
/** So far from either end it has dashes. */
const END = 400;

type Dash = readonly [on: number, off: number];
const EXCEPTION: Dash = [6, 4];
const UNTESTED: Dash = [1.5, 5];

/** What the style sheet takes for a wire's dashes; without it, all of the wire has them. */
export function dashesOf(length: number, isUntested: boolean): { "--dashes"?: string } {
  if (length < LONG) return {};
  const [on, off] = isUntested ? UNTESTED : EXCEPTION;
  const times = Math.round(END / (on + off));
  const end = `${on} ${off} `.repeat(times);
  const middle = Math.round(length - 2 * times * (on + off));
  return { "--dashes": `${end}${middle} ${off} ${end}`.trim() };
}
