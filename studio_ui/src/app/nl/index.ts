/** Dutch, by the name of each catalogue. */

import { admin } from "./admin";
import { call } from "./call";
import { canvas } from "./canvas";
import { cases } from "./cases";
import { command } from "./command";
import { desk } from "./desk";
import { diff } from "./diff";
import { environment } from "./environment";
import { floor } from "./floor";
import { form } from "./form";
import { inspector } from "./inspector";
import { kept } from "./kept";
import { operations } from "./operations";
import { pages } from "./pages";
import { prompts } from "./prompts";
import { records } from "./records";
import { releases } from "./releases";
import { replays } from "./replays";
import { schedules } from "./schedules";
import { script } from "./script";
import { stock } from "./stock";
import { studio } from "./studio";
import { tables } from "./tables";
import { together } from "./together";
import { trace } from "./trace";
import { traffic } from "./traffic";
import { tryOut } from "./try";

export const dutch = {
  admin,
  call,
  canvas,
  cases,
  command,
  desk,
  diff,
  environment,
  floor,
  form,
  inspector,
  kept,
  operations,
  pages,
  prompts,
  records,
  releases,
  replays,
  schedules,
  script,
  stock,
  studio,
  tables,
  together,
  trace,
  traffic,
  try: tryOut,
};

export { sayings } from "./sayings";
