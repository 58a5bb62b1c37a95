/** elkjs in a worker of its own, begun with the first Tidy. */

import ELK from "elkjs/lib/elk-api.js";
import worker from "elkjs/lib/elk-worker.min.js?url";
import type { LayOut } from "./layers";

const elk = new ELK({ workerFactory: () => new Worker(worker) });

export const layOut: LayOut = (graph, how) => elk.layout(graph, how);
