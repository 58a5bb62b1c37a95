/** How expressions and texts with values are coloured. */

import type { StreamParser, StringStream } from "@codemirror/language";

const KEYWORDS = new Set("and or not in is if else elif endif for endfor true false none True False None".split(" "));

function token(stream: StringStream): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match(/^"(?:[^"\\]|\\.)*"?/) || stream.match(/^'(?:[^'\\]|\\.)*'?/)) return "string";
  if (stream.match(/^\d+(?:\.\d+)?/)) return "number";
  const word = stream.match(/^[A-Za-z_]\w*(?:\.\w+)*/);
  if (word && word !== true) {
    if (KEYWORDS.has(word[0])) return "keyword";
    return stream.match(/^\s*\(/, false) ? "variableName.function" : "variableName";
  }
  const sign = stream.next();
  return sign && "()[]".includes(sign) ? "bracket" : "operator";
}

export const expressionTokens: StreamParser<object> = { name: "expression", startState: () => ({}), token };

/** In a text only what stands between braces is code. */
export const templateTokens: StreamParser<{ inside: boolean }> = {
  name: "template",
  startState: () => ({ inside: false }),
  token(stream, state) {
    if (!state.inside) {
      if (stream.match(/^(?:\{\{|\{%)/)) {
        state.inside = true;
        return "bracket";
      }
      if (!stream.skipTo("{") || stream.next() !== "{") stream.skipToEnd();
      else if (stream.match(/^[{%]/, false)) stream.backUp(1);
      return null;
    }
    if (stream.match(/^(?:\}\}|%\})/)) {
      state.inside = false;
      return "bracket";
    }
    return token(stream);
  },
};
