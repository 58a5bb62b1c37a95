/** The words of the forms beside the canvas. */

export const inspectorStrings = {
  value: {
    withCase: (title: string) => `With the test “${title}”:`,
    again: "then",
    none: (of: number) => (of === 0 ? "No test to try it with yet." : "No test comes to this step: what it gives cannot be shown."),
    unready: "What it gives is shown again when the flow can be run.",
  },
};
