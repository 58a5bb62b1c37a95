"""The look of a report: the Studio's colours and type, in one style sheet that the file carries."""

STYLE = """
:root {
  color-scheme: light dark;
  --ground: #f2f1eb; --sheet: #fbfaf5; --card: #fffefc; --text: #17252a; --text-soft: #48575a; --rule: #dbd8cd;
  --edge: #7c8077; --one: #0d6b60; --other: #793a77; --good: #1d6a3a; --good-wash: #e2f1e6; --care: #7a4b00;
  --care-wash: #faedd5; --wrong: #a4261a; --wrong-wash: #fbe6e2; --now: #1b57d6;
  --face: "Atkinson Hyperlegible Next Variable", "Atkinson Hyperlegible Next", "Atkinson Hyperlegible", system-ui,
    sans-serif;
  --mono: "Atkinson Hyperlegible Mono", ui-monospace, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #11181a; --sheet: #172023; --card: #1f2a2d; --text: #e7edeb; --text-soft: #afbcba; --rule: #33423f;
    --edge: #758785; --one: #62ccba; --other: #e0a4dd; --good: #84d49d; --good-wash: #1b3527; --care: #eabe6c;
    --care-wash: #38301b; --wrong: #ff9f91; --wrong-wash: #432220; --now: #90b5ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 var(--face); }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 2px solid var(--rule); }
p { margin: .25rem 0; }
.soft, figcaption, caption { color: var(--text-soft); }
caption { text-align: start; padding-bottom: .25rem; }
.notes { background: var(--care-wash); color: var(--care); border-radius: 8px; padding: .5rem 1rem; margin: 1rem 0; }
.few { max-width: 24rem; }
.charts { margin-top: 1rem; display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1rem; }
figure { margin: 0; padding: .75rem 1rem; background: var(--card); border: 1px solid var(--rule); border-radius: 8px;
  min-width: 0; }
figure h3 { font-size: 1rem; margin: 0; }
svg { display: block; width: 100%; height: auto; font: 12px var(--face); }
svg text { fill: var(--text-soft); }
.axis { stroke: var(--rule); }
.band { opacity: .2; }
.mean { fill: none; stroke-width: 2; }
.one { --ink: var(--one); } .other { --ink: var(--other); }
.one.mean, .other.mean, .one.whisker, .other.whisker { stroke: var(--ink); }
.one.band, .one.dot, .other.band, .other.dot { fill: var(--ink); }
.other.mean { stroke-dasharray: 6 4; }
.dot { stroke: var(--card); stroke-width: 1; }
.whisker { stroke-width: 2; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0; padding: 0; list-style: none; font-size: .875rem; }
.legend span { color: var(--ink); font-weight: 700; }
.wide { overflow-x: auto; }
.wide:focus-visible, summary:focus-visible { outline: 3px solid var(--now); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .4rem; text-align: end; border-bottom: 1px solid var(--rule); white-space: nowrap; }
th:first-child { text-align: start; }
thead th { border-bottom: 2px solid var(--edge); }
td small { color: var(--text-soft); font-size: .8125rem; display: block; }
thead th { white-space: normal; vertical-align: bottom; }
.verdict { border-radius: 4px; padding: 0 .4rem; }
.better { background: var(--good-wash); color: var(--good); }
.worse { background: var(--wrong-wash); color: var(--wrong); }
details { margin-top: .5rem; } summary { cursor: pointer; color: var(--text-soft); font-size: .875rem; }
code { font-family: var(--mono); font-size: .875em; overflow-wrap: anywhere; }
@media print { body { background: none; } details > * { display: block; } figure { break-inside: avoid; } }
"""
