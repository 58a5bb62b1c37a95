import { isValidElement, type ReactElement, type ReactNode } from "react";
import { describe, expect, it } from "vitest";
import { DRAWINGS } from "./drawings";
import { drawingOf, FamilyIcon } from "./icon";

const D = /^[Mm][MmLlHhVvCcSsQqTtAaZz0-9 ,.+-]+$/;

describe("drawings", () => {
  it.each(Object.entries(DRAWINGS))("%s is one path", (_, d) => {
    expect(d).toMatch(D);
  });

  it("are all different", () => {
    const drawn = Object.values(DRAWINGS);
    expect(new Set(drawn).size).toBe(drawn.length);
  });
});

describe("an icon", () => {
  it("is drawn by its name", () => {
    expect(drawingOf("lookup", "Data")).toBe(DRAWINGS["lookup"]);
  });

  it("may be a path of a package's own", () => {
    expect(drawingOf("path:M4 4h16v5M13 17l3 3 5.500-7", "Decide")).toBe("M4 4h16v5M13 17l3 3 5.500-7");
  });

  it.each(["later_than_this_page", "toString", "path:", "path:M0 0\"/><script>", "path:url(#a)", ""])(
    "is its family's when it is %j",
    (icon) => {
      expect(drawingOf(icon, "Decide")).toBe(DRAWINGS["branch"]);
      expect(drawingOf(icon, "Unheard of")).toBe(DRAWINGS["subflow"]);
    },
  );

  it("is a path element and nothing else", () => {
    const path = { type: "path", props: { d: "M4 4h16" } };
    const svg = { type: "svg", props: { className: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", children: path } };
    expect(drawn(<FamilyIcon icon="path:M4 4h16" group="Decide" />)).toMatchObject({
      type: "span",
      props: { className: "family-icon", children: svg },
    });
  });
});

/** What a part of the page comes to, with every component called. */
function drawn(node: ReactNode): unknown {
  if (!isValidElement(node)) return node;
  const { type, props } = node as ReactElement<{ children?: ReactNode }>;
  if (typeof type === "function") return drawn((type as (given: object) => ReactNode)(props));
  return { type, props: "children" in props ? { ...props, children: drawn(props.children) } : props };
}
