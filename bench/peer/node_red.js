// The peer of interpreter_bench.py: Node-RED without its editor, doing the work of our loop and our chain.
//
// Reads one order per line, `loop 500` or `chain 300` (flow, messages); answers each with one line of JSON:
// {"seconds": processor time, "final": the last message's payload or lang}. Ends when its input does.
"use strict";

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const readline = require("node:readline");

const modules = process.argv[2]; // a folder node_modules with node-red in it
const RED = require(path.join(path.resolve(modules), "node-red"));
const IN_FLIGHT = 100;
const CHAIN = 100;

const is = (text) => ({ t: "eq", v: text, vt: "str" });
const otherwise = { t: "else" };

function branch(id, property, rules, targets) {
  const wires = targets.map((target) => [target]);
  return { id, type: "switch", z: "flow", property, propertyType: "msg", rules, checkall: "false", outputs: rules.length, wires };
}

function code(id, func, targets) {
  return { id, type: "function", z: "flow", func, outputs: 1, libs: [], wires: [targets] };
}

function loop() {
  const greeting = { field: "payload", fieldType: "msg", format: "handlebars", syntax: "mustache", output: "str" };
  return [
    branch("loop", "lang", [is("nl"), is("en"), is("fr"), otherwise], Array(4).fill("greeted")),
    { id: "greeted", type: "change", z: "flow", rules: [{ t: "set", p: "greeted", pt: "msg", to: "lang", tot: "msg" }], wires: [["add"]] },
    code("add", "msg.n = msg.n + 1; return msg;", ["say"]),
    { id: "say", type: "template", z: "flow", ...greeting, template: "Hello {{name}}, this is attempt {{n}}.", wires: [["much"]] },
    branch("much", "amount", [{ t: "gt", v: "100", vt: "num" }, otherwise], ["again", "again"]),
    branch("again", "n", [{ t: "lt", v: "10", vt: "num" }, otherwise], ["loop", "end"]),
  ];
}

function chain() {
  const link = (_, i) => {
    const ahead = i + 1 < CHAIN ? `chain${i + 1}` : "end";
    return branch(i ? `chain${i}` : "chain", "lang", [is("nl"), is("en"), otherwise], ["lost", ahead, "lost"]);
  };
  return Array.from({ length: CHAIN }, link);
}

async function start() {
  const userDir = fs.mkdtempSync(path.join(os.tmpdir(), "node-red-peer-"));
  process.on("exit", () => fs.rmSync(userDir, { recursive: true, force: true }));
  const ends = [code("end", "return null;", []), code("lost", "return null;", [])];
  const flows = [{ id: "flow", type: "tab", label: "bench" }, ...loop(), ...chain(), ...ends];
  fs.writeFileSync(path.join(userDir, "flows.json"), JSON.stringify(flows));
  await RED.init(null, {
    httpAdminRoot: false,
    httpNodeRoot: false,
    disableEditor: true,
    userDir,
    flowFile: "flows.json",
    telemetry: { enabled: false },
    logging: { console: { level: "error" } },
  });
  const started = new Promise((resolve) => RED.events.once("flows:started", resolve));
  await RED.start();
  await started;
}

/** Sends `count` messages through a flow, never more than IN_FLIGHT at once; resolves with the last that came out. */
function send(flow, count) {
  const first = RED.nodes.getNode(flow);
  const end = RED.nodes.getNode("end");
  const message = () => ({ lang: "en", name: "Anna de Vries", amount: 150, n: 0 });
  return new Promise((resolve) => {
    let sent = Math.min(IN_FLIGHT, count);
    let done = 0;
    const arrived = (last) => {
      done += 1;
      if (done === count) {
        end.removeListener("input", arrived);
        resolve(last);
      } else if (sent < count) {
        sent += 1;
        setImmediate(() => first.receive(message()));
      }
    };
    end.on("input", arrived);
    for (let i = 0; i < sent; i += 1) first.receive(message());
  });
}

async function main() {
  await start();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [flow, count] = line.split(" ");
    const before = process.cpuUsage();
    const last = await send(flow, Number(count));
    const { user, system } = process.cpuUsage(before);
    process.stdout.write(`${JSON.stringify({ seconds: (user + system) / 1e6, final: last.payload ?? last.lang })}\n`);
  }
  await RED.stop();
  process.exit(0);
}

main().catch((fault) => {
  console.error(fault);
  process.exit(1);
});
