import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseJson, type JsonObject } from "./json";
import { outcomesOf, type OutcomeSpec } from "./outcome";

interface Vector {
  name: string;
  outcomes: OutcomeSpec[];
  config: JsonObject;
  leavings: [string, boolean][];
}

const file = parseJson(readFileSync("../tests/vectors/outcomes.json", "utf8")) as unknown as { vectors: Vector[] };

describe("outcomes as data, as the server reads them", () => {
  it.each(file.vectors.map((vector) => [vector.name, vector] as const))("%s", (_, vector) => {
    const found = outcomesOf(vector.outcomes, vector.config);
    expect(found.map(({ name, required }) => [name, required])).toEqual(vector.leavings);
  });
});
